using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Reading, writing and deleting nodes.</summary>
public abstract class DataBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Fact]
    public async Task Writing_moves_the_version_the_zxid_and_nothing_else()
    {
        var before = (await Client.Create2Async(Root + "/a", [1])).Ok();
        before.String();
        var created = before.Stat();

        var reply = await Client.SetDataAsync(Root + "/a", [1, 2]);

        var stat = reply.Ok().Stat();
        Assert.Equal(created with { Mzxid = reply.Zxid, Mtime = stat.Mtime, Version = 1, DataLength = 2 }, stat);
        Assert.True(stat.Mtime >= created.Mtime);
        var body = (await Client.GetDataAsync(Root + "/a")).Ok();
        Assert.Equal([1, 2], body.Buffer());
        Assert.Equal(stat, body.Stat());
    }

    [Fact]
    public async Task A_version_that_does_not_match_is_refused()
    {
        await CreateAsync("a");

        (await Client.SetDataAsync(Root + "/a", version: 1)).Fails(ZooKeeperErrorCode.BadVersion);
        (await Client.DeleteAsync(Root + "/a", version: 1)).Fails(ZooKeeperErrorCode.BadVersion);
        Assert.Equal(1, (await Client.SetDataAsync(Root + "/a", version: 0)).Ok().Stat().Version);
        (await Client.DeleteAsync(Root + "/a", version: 1)).Ok();
    }

    [Fact]
    public async Task A_node_with_children_is_not_deleted()
    {
        await CreateAsync("a");
        await CreateAsync("a/b");

        (await Client.DeleteAsync(Root + "/a")).Fails(ZooKeeperErrorCode.NotEmpty);
        (await Client.DeleteAsync(Root + "/a/b")).Ok();
        (await Client.DeleteAsync(Root + "/a")).Ok();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/zookeeper")]
    [InlineData("/zookeeper/quota")]
    [InlineData("/zookeeper/config")]
    [InlineData("relative")]
    public async Task Some_paths_are_never_deleted(string path) => (await Client.DeleteAsync(path)).Fails(ZooKeeperErrorCode.BadArguments);

    [Fact]
    public async Task What_is_missing_is_missing_for_every_request()
    {
        var missing = Root + "/missing";

        (await Client.ExistsAsync(missing)).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.GetDataAsync(missing)).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.SetDataAsync(missing)).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.GetChildrenAsync(missing)).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.GetAclAsync(missing)).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.DeleteAsync(missing)).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.DeleteAsync(missing + "/below")).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.RequestAsync(Op.GetAllChildrenNumber, new WireWriter().String(missing))).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Fact]
    public async Task Children_are_listed_by_name_with_or_without_the_stat()
    {
        await CreateAsync("a");
        await CreateAsync("b");
        await CreateAsync("b/c");

        Assert.Equal(["a", "b"], (await Client.GetChildrenAsync(Root)).Ok().Strings().Order(StringComparer.Ordinal));
        var body = (await Client.RequestAsync(Op.GetChildren2, new WireWriter().String(Root).Bool(false))).Ok();
        Assert.Equal(["a", "b"], body.Strings().Order(StringComparer.Ordinal));
        Assert.Equal(await Client.StatAsync(Root), body.Stat());
        Assert.Equal(3, (await Client.RequestAsync(Op.GetAllChildrenNumber, new WireWriter().String(Root))).Ok().Int());
    }

    [Fact]
    public async Task A_session_can_list_its_ephemerals()
    {
        await CreateAsync("p");
        await CreateAsync("e1", CreateMode.Ephemeral);
        await CreateAsync("e2", CreateMode.Ephemeral);

        var all = (await Client.RequestAsync(Op.GetEphemerals, new WireWriter().String("/"))).Ok().Strings();
        var some = (await Client.RequestAsync(Op.GetEphemerals, new WireWriter().String(Root + "/e1"))).Ok().Strings();

        Assert.Equal([Root + "/e1", Root + "/e2"], all.Order(StringComparer.Ordinal));
        Assert.Equal([Root + "/e1"], some);
    }

    [Fact]
    public async Task Sync_answers_with_the_path() =>
        Assert.Equal(Root, (await Client.RequestAsync(Op.Sync, new WireWriter().String(Root))).Ok().String());

    [Fact]
    public async Task Reads_leave_the_zxid_alone_and_replies_bear_it()
    {
        var write = await Client.SetDataAsync(Root);
        write.Ok();

        Assert.Equal(write.Zxid, (await Client.GetDataAsync(Root)).Zxid);
        Assert.Equal(write.Zxid, (await Client.RequestAsync(Op.Ping, xid: -2)).Zxid);
        Assert.Equal(write.Zxid + 1, (await Client.SetDataAsync(Root)).Zxid);
    }

    [Fact]
    public async Task The_server_has_nodes_of_its_own()
    {
        Assert.Contains("zookeeper", (await Client.GetChildrenAsync("/")).Ok().Strings());
        var reserved = (await Client.GetChildrenAsync("/zookeeper")).Ok().Strings();
        Assert.Contains("quota", reserved);
        Assert.Contains("config", reserved);
        Assert.Equal(new Stat(0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0), await Client.StatAsync("/zookeeper/config"));
        (await Client.SetDataAsync("/zookeeper/config")).Fails(ZooKeeperErrorCode.NoAuth);
    }
}
