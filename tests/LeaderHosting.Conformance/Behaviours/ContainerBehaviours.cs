using LeaderHosting.Conformance.Wire;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Nodes that the server deletes by itself: containers, and nodes with a time to live.</summary>
public abstract class ContainerBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Fact]
    public async Task A_container_goes_after_its_last_child()
    {
        (await Client.CreateContainerAsync(Root + "/c")).Ok();
        await CreateAsync("c/child");
        (await Client.DeleteAsync(Root + "/c/child")).Ok();

        await WaitUntilGoneAsync(Root + "/c");
    }

    [Fact]
    public async Task A_container_that_never_had_children_stays()
    {
        (await Client.CreateContainerAsync(Root + "/stays")).Ok();
        (await Client.CreateContainerAsync(Root + "/goes")).Ok();
        await CreateAsync("goes/child");
        (await Client.DeleteAsync(Root + "/goes/child")).Ok();

        // One look at all containers has deleted the other.
        await WaitUntilGoneAsync(Root + "/goes");

        (await Client.ExistsAsync(Root + "/stays")).Ok();
    }

    [Fact]
    public async Task The_deletion_is_a_transaction_and_is_told_to_watchers()
    {
        (await Client.CreateContainerAsync(Root + "/c")).Ok();
        await CreateAsync("c/child");
        (await Client.ExistsAsync(Root + "/c", watch: true)).Ok();
        var emptied = await Client.DeleteAsync(Root + "/c/child");
        emptied.Ok();

        await WaitUntilGoneAsync(Root + "/c");

        Assert.Equal([new WireEvent(WireEventType.Deleted, Root + "/c")], await Client.EventsAsync());
        Assert.True((await Client.StatAsync(Root)).Pzxid > emptied.Zxid);
    }

    [Fact]
    public async Task A_container_does_not_show_as_an_ephemeral()
    {
        var body = (await Client.CreateContainerAsync(Root + "/c")).Ok();

        Assert.Equal(Root + "/c", body.String());
        Assert.Equal(0, body.Stat().EphemeralOwner);
        (await Client.CreateAsync(Root + "/c/child")).Ok();
    }

    [Fact]
    public async Task A_node_with_a_time_to_live_goes_when_it_has_not_been_written_for_so_long()
    {
        var body = (await Client.CreateTtlAsync(Root + "/t", TimeSpan.FromMilliseconds(100))).Ok();

        Assert.Equal(Root + "/t", body.String());
        Assert.Equal(0, body.Stat().EphemeralOwner);
        await WaitUntilGoneAsync(Root + "/t");
    }

    [Fact]
    public async Task A_node_with_a_time_to_live_stays_while_it_has_children()
    {
        (await Client.CreateTtlAsync(Root + "/stays", TimeSpan.FromMilliseconds(1))).Ok();
        await CreateAsync("stays/child");
        (await Client.CreateTtlAsync(Root + "/goes", TimeSpan.FromMilliseconds(1))).Ok();

        await WaitUntilGoneAsync(Root + "/goes");

        (await Client.ExistsAsync(Root + "/stays")).Ok();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0x100_0000_0000)]
    public async Task Impossible_times_to_live_are_refused(long milliseconds) =>
        (await Client.CreateTtlAsync(Root + "/t", TimeSpan.FromMilliseconds(milliseconds))).Fails(ZooKeeperErrorCode.BadArguments);

    [Fact]
    public async Task A_plain_create_makes_no_container_and_no_time_to_live()
    {
        (await Client.CreateAsync(Root + "/c", mode: CreateMode.Container)).Ok();
        (await Client.CreateAsync(Root + "/t", mode: CreateMode.PersistentWithTtl)).Fails(ZooKeeperErrorCode.BadArguments);
    }

    private Task WaitUntilGoneAsync(string path) =>
        Eventually.TrueAsync(async () => (await Client.ExistsAsync(path)).Error == ZooKeeperErrorCode.NoNode, $"{path} to be deleted");
}
