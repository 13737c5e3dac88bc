using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Setting watches again after a reconnect.</summary>
public abstract class SetWatchesBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    private string Node => Root + "/a";

    [Fact]
    public async Task What_was_missed_is_told_before_the_reply()
    {
        await CreateAsync("written");
        await CreateAsync("deleted");
        await CreateAsync("parent");
        await CreateAsync("deleted-parent");
        var seen = Client.LastZxid;
        (await Client.SetDataAsync(Root + "/written")).Ok();
        (await Client.DeleteAsync(Root + "/deleted")).Ok();
        await CreateAsync("parent/child");
        (await Client.DeleteAsync(Root + "/deleted-parent")).Ok();
        await CreateAsync("created");

        var reply = await SetAsync(
            seen,
            data: [Root + "/written", Root + "/deleted"],
            exists: [Root + "/created"],
            children: [Root + "/parent", Root + "/deleted-parent"]);

        Assert.Empty(reply.Body);
        Assert.Equal(
            [
                new WireEvent(WireEventType.DataChanged, Root + "/written"),
                new WireEvent(WireEventType.Deleted, Root + "/deleted"),
                new WireEvent(WireEventType.Created, Root + "/created"),
                new WireEvent(WireEventType.ChildrenChanged, Root + "/parent"),
                new WireEvent(WireEventType.Deleted, Root + "/deleted-parent"),
            ],
            await Client.EventsAsync());
    }

    [Fact]
    public async Task Where_nothing_was_missed_the_watch_is_set()
    {
        await CreateAsync("a");

        await SetAsync(Client.LastZxid, data: [Node], exists: [Root + "/none"], children: [Root]);
        Assert.Empty(await Client.EventsAsync());

        (await Client.SetDataAsync(Node)).Ok();
        await CreateAsync("none");
        Assert.Equal(
            [
                new WireEvent(WireEventType.DataChanged, Node),
                new WireEvent(WireEventType.Created, Root + "/none"),
                new WireEvent(WireEventType.ChildrenChanged, Root),
            ],
            await Client.EventsAsync());
    }

    [Fact]
    public async Task What_fired_at_once_is_not_set()
    {
        await CreateAsync("a");
        await SetAsync(seen: 0, data: [Node], exists: [], children: []);

        (await Client.SetDataAsync(Node)).Ok();

        Assert.Equal([new WireEvent(WireEventType.DataChanged, Node)], await Client.EventsAsync());
    }

    [Fact]
    public async Task Persistent_watches_are_set_again_too()
    {
        var body = new WireWriter().Long(Client.LastZxid).Strings().Strings().Strings().Strings(Root).Strings(Node);
        Assert.Equal(-8, (await Client.RequestAsync(Op.SetWatches2, body, xid: -8)).Xid);

        await CreateAsync("a");
        await CreateAsync("a/b");
        (await Client.SetDataAsync(Root)).Ok();

        Assert.Equal(
            [
                new WireEvent(WireEventType.Created, Node),
                new WireEvent(WireEventType.ChildrenChanged, Root),
                new WireEvent(WireEventType.Created, Node + "/b"),
                new WireEvent(WireEventType.DataChanged, Root),
            ],
            await Client.EventsAsync());
    }

    private async Task<WireReply> SetAsync(long seen, string[] data, string[] exists, string[] children)
    {
        var reply = await Client.RequestAsync(
            Op.SetWatches, new WireWriter().Long(seen).Strings(data).Strings(exists).Strings(children), xid: -8);
        reply.Ok();
        return reply;
    }
}
