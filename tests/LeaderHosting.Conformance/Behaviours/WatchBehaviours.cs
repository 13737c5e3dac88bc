using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Watches that fire once.</summary>
public abstract class WatchBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    private string Node => Root + "/a";

    [Fact]
    public async Task An_exists_watch_on_nothing_fires_on_creation_once()
    {
        (await Client.ExistsAsync(Node, watch: true)).Fails(ZooKeeperErrorCode.NoNode);

        await CreateAsync("a");
        (await Client.SetDataAsync(Node)).Ok();

        Assert.Equal([new WireEvent(WireEventType.Created, Node)], await Client.EventsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_data_watch_fires_on_a_write_once(bool byExists)
    {
        await CreateAsync("a");
        (await (byExists ? Client.ExistsAsync(Node, watch: true) : Client.GetDataAsync(Node, watch: true))).Ok();

        (await Client.SetDataAsync(Node)).Ok();
        (await Client.SetDataAsync(Node)).Ok();

        Assert.Equal([new WireEvent(WireEventType.DataChanged, Node)], await Client.EventsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_data_watch_fires_on_deletion(bool byExists)
    {
        await CreateAsync("a");
        (await (byExists ? Client.ExistsAsync(Node, watch: true) : Client.GetDataAsync(Node, watch: true))).Ok();

        (await Client.DeleteAsync(Node)).Ok();

        Assert.Equal([new WireEvent(WireEventType.Deleted, Node)], await Client.EventsAsync());
    }

    [Fact]
    public async Task A_data_watch_does_not_fire_for_children()
    {
        await CreateAsync("a");
        (await Client.GetDataAsync(Node, watch: true)).Ok();

        await CreateAsync("a/b");

        Assert.Empty(await Client.EventsAsync());
    }

    [Fact]
    public async Task A_failed_read_sets_no_watch()
    {
        (await Client.GetDataAsync(Node, watch: true)).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.GetChildrenAsync(Node, watch: true)).Fails(ZooKeeperErrorCode.NoNode);

        await CreateAsync("a");
        (await Client.SetDataAsync(Node)).Ok();
        await CreateAsync("a/b");

        Assert.Empty(await Client.EventsAsync());
    }

    [Fact]
    public async Task A_child_watch_fires_when_a_child_comes_once()
    {
        (await Client.GetChildrenAsync(Root, watch: true)).Ok();

        await CreateAsync("a");
        await CreateAsync("b");

        Assert.Equal([new WireEvent(WireEventType.ChildrenChanged, Root)], await Client.EventsAsync());
    }

    [Fact]
    public async Task A_child_watch_fires_when_a_child_goes()
    {
        await CreateAsync("a");
        (await Client.GetChildrenAsync(Root, watch: true)).Ok();

        (await Client.SetDataAsync(Node)).Ok();
        (await Client.DeleteAsync(Node)).Ok();

        Assert.Equal([new WireEvent(WireEventType.ChildrenChanged, Root)], await Client.EventsAsync());
    }

    [Fact]
    public async Task A_child_watch_fires_when_the_node_itself_goes()
    {
        await CreateAsync("a");
        (await Client.GetChildrenAsync(Node, watch: true)).Ok();

        (await Client.DeleteAsync(Node)).Ok();

        Assert.Equal([new WireEvent(WireEventType.Deleted, Node)], await Client.EventsAsync());
    }

    [Fact]
    public async Task Who_watches_data_and_children_hears_of_the_deletion_once()
    {
        await CreateAsync("a");
        (await Client.GetDataAsync(Node, watch: true)).Ok();
        (await Client.GetChildrenAsync(Node, watch: true)).Ok();
        (await Client.GetChildrenAsync(Root, watch: true)).Ok();

        (await Client.DeleteAsync(Node)).Ok();

        Assert.Equal(
            [new WireEvent(WireEventType.Deleted, Node), new WireEvent(WireEventType.ChildrenChanged, Root)], await Client.EventsAsync());
    }

    [Fact]
    public async Task A_notification_comes_before_the_reply_to_the_request_that_caused_it()
    {
        (await Client.ExistsAsync(Node, watch: true)).Fails(ZooKeeperErrorCode.NoNode);

        var sent = await Client.SendAsync(Op.Create, WireClient.CreateBody(Node, [], CreateMode.Persistent));

        // NextEvent fails when a reply comes first.
        Assert.Equal(new WireEvent(WireEventType.Created, Node), await Client.NextEventAsync());
        Assert.Equal(sent, (await Client.ReceiveReplyAsync())!.Xid);
    }

    [Fact]
    public async Task A_watch_tells_its_own_connection_and_dies_with_it()
    {
        var other = await ConnectAsync();
        (await other.ExistsAsync(Node, watch: true)).Fails(ZooKeeperErrorCode.NoNode);
        var resumed = await ConnectAsync(resume: other.Session);

        await CreateAsync("a");

        Assert.Empty(await resumed.EventsAsync());
        Assert.Empty(await Client.EventsAsync());
    }

    [Fact]
    public async Task Watches_set_twice_fire_once()
    {
        await CreateAsync("a");
        (await Client.GetDataAsync(Node, watch: true)).Ok();
        (await Client.ExistsAsync(Node, watch: true)).Ok();

        (await Client.SetDataAsync(Node)).Ok();

        Assert.Equal([new WireEvent(WireEventType.DataChanged, Node)], await Client.EventsAsync());
    }

    [Theory]
    [InlineData(1, new[] { WireEventType.DataChanged })]
    [InlineData(2, new[] { WireEventType.ChildrenChanged })]
    [InlineData(3, new WireEventType[0])]
    public async Task Watches_can_be_removed(int type, WireEventType[] left)
    {
        (await Client.GetDataAsync(Root, watch: true)).Ok();
        (await Client.GetChildrenAsync(Root, watch: true)).Ok();

        (await Client.RemoveWatchesAsync(Root, type)).Ok();
        (await Client.SetDataAsync(Root)).Ok();
        await CreateAsync("a");

        Assert.Equal(left, (await Client.EventsAsync()).Select(static seen => seen.Type));
    }

    [Fact]
    public async Task Removing_or_checking_a_watch_that_is_not_there_fails()
    {
        (await Client.RemoveWatchesAsync(Root, type: 3)).Fails(ZooKeeperErrorCode.NoWatcher);
        (await Client.RequestAsync(Op.CheckWatches, new WireWriter().String(Root).Int(3))).Fails(ZooKeeperErrorCode.NoWatcher);

        (await Client.GetDataAsync(Root, watch: true)).Ok();
        (await Client.RequestAsync(Op.CheckWatches, new WireWriter().String(Root).Int(2))).Ok();
        (await Client.RemoveWatchesAsync(Root, type: 1)).Fails(ZooKeeperErrorCode.NoWatcher);
        (await Client.RemoveWatchesAsync(Root, type: 9)).Fails(ZooKeeperErrorCode.MarshallingError);
    }
}
