using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Watches that stay: persistent and persistent recursive ones.</summary>
public abstract class PersistentWatchBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    private string Node => Root + "/a";

    [Fact]
    public async Task A_persistent_watch_tells_everything_about_its_node_again_and_again()
    {
        Assert.Equal(0, (await Client.AddWatchAsync(Node, recursive: false)).Ok().Int());

        for (var round = 0; round < 2; round++)
        {
            await CreateAsync("a");
            (await Client.SetDataAsync(Node)).Ok();
            await CreateAsync("a/b");
            (await Client.DeleteAsync(Node + "/b")).Ok();
            (await Client.DeleteAsync(Node)).Ok();
            Assert.Equal(
                [WireEventType.Created, WireEventType.DataChanged, WireEventType.ChildrenChanged, WireEventType.ChildrenChanged, WireEventType.Deleted],
                (await Client.EventsAsync()).Select(static seen => seen.Type));
        }
    }

    [Fact]
    public async Task A_recursive_watch_tells_of_nodes_at_any_depth_and_never_of_lists_of_children()
    {
        (await Client.AddWatchAsync(Root, recursive: true)).Ok();

        await CreateAsync("a");
        await CreateAsync("a/b");
        (await Client.SetDataAsync(Node + "/b")).Ok();
        (await Client.SetDataAsync(Root)).Ok();
        (await Client.DeleteAsync(Node + "/b")).Ok();

        Assert.Equal(
            [
                new WireEvent(WireEventType.Created, Node),
                new WireEvent(WireEventType.Created, Node + "/b"),
                new WireEvent(WireEventType.DataChanged, Node + "/b"),
                new WireEvent(WireEventType.DataChanged, Root),
                new WireEvent(WireEventType.Deleted, Node + "/b"),
            ],
            await Client.EventsAsync());
    }

    [Fact]
    public async Task A_recursive_watch_ends_at_its_node()
    {
        await CreateAsync("a");
        (await Client.AddWatchAsync(Node, recursive: true)).Ok();

        await CreateAsync("ab");
        (await Client.SetDataAsync(Root)).Ok();

        Assert.Empty(await Client.EventsAsync());
    }

    [Fact]
    public async Task A_persistent_watch_can_be_removed()
    {
        (await Client.AddWatchAsync(Root, recursive: true)).Ok();

        (await Client.RemoveWatchesAsync(Root, type: 3)).Ok();
        await CreateAsync("a");

        Assert.Empty(await Client.EventsAsync());
    }

    [Fact]
    public async Task A_recursive_watch_next_to_a_plain_one_tells_of_each_change_once()
    {
        await CreateAsync("a");
        (await Client.AddWatchAsync(Root, recursive: true)).Ok();
        (await Client.GetDataAsync(Node, watch: true)).Ok();

        (await Client.SetDataAsync(Node)).Ok();
        (await Client.SetDataAsync(Node)).Ok();

        Assert.Equal(
            [new WireEvent(WireEventType.DataChanged, Node), new WireEvent(WireEventType.DataChanged, Node)], await Client.EventsAsync());
    }

    [Fact]
    public async Task An_unknown_mode_is_refused() =>
        (await Client.RequestAsync(Op.AddWatch, new WireWriter().String(Root).Int(7))).Fails(ZooKeeperErrorCode.MarshallingError);
}
