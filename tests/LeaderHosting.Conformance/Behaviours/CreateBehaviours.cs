using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Creating nodes: stats, sequence numbers, ephemerals, errors.</summary>
public abstract class CreateBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Fact]
    public async Task A_new_node_has_the_stat_of_its_creation()
    {
        var reply = await Client.Create2Async(Root + "/a", [1, 2, 3]);

        var body = reply.Ok();
        Assert.Equal(Root + "/a", body.String());
        var stat = body.Stat();
        Assert.Equal(
            new Stat(reply.Zxid, reply.Zxid, stat.Ctime, stat.Ctime, 0, 0, 0, 0, DataLength: 3, NumChildren: 0, Pzxid: reply.Zxid), stat);
        Assert.Equal(stat, await Client.StatAsync(Root + "/a"));
    }

    [Fact]
    public async Task Create_tells_the_path_alone()
    {
        var body = (await Client.CreateAsync(Root + "/a")).Ok();

        Assert.Equal(Root + "/a", body.String());
        Assert.True(body.AtEnd);
    }

    [Fact]
    public async Task The_parent_counts_creations_and_deletions()
    {
        await CreateAsync("a");
        await CreateAsync("b");
        var deletion = await Client.DeleteAsync(Root + "/a");
        deletion.Ok();

        var stat = await Client.StatAsync(Root);

        Assert.Equal(3, stat.Cversion);
        Assert.Equal(1, stat.NumChildren);
        Assert.Equal(deletion.Zxid, stat.Pzxid);
        Assert.Equal(stat.Czxid, stat.Mzxid);
        Assert.Equal(0, stat.Version);
    }

    [Fact]
    public async Task Sequence_numbers_count_the_creations_below_the_parent()
    {
        Assert.Equal(Root + "/n-0000000000", await CreateAsync("n-", CreateMode.PersistentSequential));
        await CreateAsync("other");
        Assert.Equal(Root + "/n-0000000002", await CreateAsync("n-", CreateMode.EphemeralSequential));
        (await Client.DeleteAsync(Root + "/n-0000000002")).Ok();
        Assert.Equal(Root + "/m-0000000003", await CreateAsync("m-", CreateMode.PersistentSequential));
    }

    [Fact]
    public async Task A_sequential_name_may_be_a_number_alone() =>
        Assert.Equal(Root + "/0000000000", await CreateAsync("", CreateMode.PersistentSequential));

    [Fact]
    public async Task Failed_creations_use_up_no_sequence_number()
    {
        await CreateAsync("a");
        (await Client.CreateAsync(Root + "/a")).Fails(ZooKeeperErrorCode.NodeExists);

        Assert.Equal(Root + "/n-0000000001", await CreateAsync("n-", CreateMode.PersistentSequential));
    }

    [Fact]
    public async Task An_ephemeral_bears_its_session_and_has_no_children()
    {
        await CreateAsync("e", CreateMode.Ephemeral);

        Assert.Equal(Client.Session.SessionId, (await Client.StatAsync(Root + "/e")).EphemeralOwner);
        (await Client.CreateAsync(Root + "/e/child")).Fails(ZooKeeperErrorCode.NoChildrenForEphemerals);
    }

    [Fact]
    public async Task Every_failed_write_takes_up_a_zxid()
    {
        var first = await Client.CreateAsync(Root + "/none/a");
        var second = await Client.CreateAsync(Root + "/none/a");

        first.Fails(ZooKeeperErrorCode.NoNode);
        second.Fails(ZooKeeperErrorCode.NoNode);
        Assert.Equal(first.Zxid + 1, second.Zxid);
    }

    [Theory]
    [InlineData("", ZooKeeperErrorCode.NodeExists)]
    [InlineData("/none/a", ZooKeeperErrorCode.NoNode)]
    [InlineData("/", ZooKeeperErrorCode.BadArguments)]
    [InlineData("//a", ZooKeeperErrorCode.NoNode)]
    [InlineData("/.", ZooKeeperErrorCode.BadArguments)]
    [InlineData("/..", ZooKeeperErrorCode.BadArguments)]
    [InlineData("/a\u0001", ZooKeeperErrorCode.BadArguments)]
    [InlineData("/a\0", ZooKeeperErrorCode.BadArguments)]
    [InlineData("/a\u007f", ZooKeeperErrorCode.BadArguments)]
    [InlineData("/a\ue000", ZooKeeperErrorCode.BadArguments)]
    public async Task Impossible_paths_are_refused(string suffix, ZooKeeperErrorCode error) =>
        (await Client.CreateAsync(Root + suffix)).Fails(error);

    [Theory]
    [InlineData("")]
    [InlineData("relative")]
    public async Task Relative_paths_are_refused(string path) => (await Client.CreateAsync(path)).Fails(ZooKeeperErrorCode.BadArguments);

    [Theory]
    [InlineData("/...")]
    [InlineData("/.hidden")]
    [InlineData("/a b")]
    [InlineData("/ä漢")]
    public async Task Unusual_names_are_allowed(string suffix) => (await Client.CreateAsync(Root + suffix)).Ok();

    [Fact]
    public async Task An_unknown_mode_is_refused() =>
        (await Client.CreateAsync(Root + "/a", mode: (CreateMode)9)).Fails(ZooKeeperErrorCode.BadArguments);

    [Fact]
    public async Task A_node_without_data_is_told_from_one_with_empty_data()
    {
        var body = WireClient.CreateBody(Root + "/none", null, CreateMode.Persistent);
        (await Client.RequestAsync(Op.Create, body)).Ok();
        (await Client.CreateAsync(Root + "/empty", [])).Ok();

        Assert.Null((await Client.GetDataAsync(Root + "/none")).Ok().Buffer());
        Assert.Empty((await Client.GetDataAsync(Root + "/empty")).Ok().Buffer()!);
    }
}
