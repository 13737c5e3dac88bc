using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>multi and multiRead.</summary>
public abstract class MultiBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Fact]
    public async Task All_operations_are_applied_under_one_zxid_and_each_has_its_result()
    {
        await CreateAsync("old");

        var reply = await Client.MultiAsync(
            WireOperation.Create(Root + "/a"),
            WireOperation.Create(Root + "/n-", CreateMode.EphemeralSequential),
            WireOperation.CreateContainer(Root + "/c"),
            WireOperation.SetData(Root + "/a", [1]),
            WireOperation.Check(Root + "/a", 1),
            WireOperation.Delete(Root + "/old"));

        var results = WireResult.ReadAll(reply.Ok());
        Assert.Equal([Op.Create, Op.Create, Op.Create2, Op.SetData, Op.Check, Op.Delete], results.Select(static result => result.Type));
        Assert.All(results, static result => Assert.Equal(ZooKeeperErrorCode.Ok, result.Error));
        Assert.Equal(Root + "/a", results[0].Path);
        Assert.Equal(Root + "/n-0000000002", results[1].Path);
        Assert.Equal(Root + "/c", results[2].Path);
        Assert.Equal(reply.Zxid, results[2].Stat!.Value.Czxid);
        Assert.Equal((1, reply.Zxid, reply.Zxid), (results[3].Stat!.Value.Version, results[3].Stat!.Value.Czxid, results[3].Stat!.Value.Mzxid));
        Assert.Equal(reply.Zxid, (await Client.StatAsync(Root)).Pzxid);
    }

    [Fact]
    public async Task One_failure_undoes_everything()
    {
        var before = await Client.StatAsync(Root);

        var reply = await Client.MultiAsync(
            WireOperation.Create(Root + "/a"),
            WireOperation.SetData(Root, [1]),
            WireOperation.Check(Root, 5),
            WireOperation.Create(Root + "/b"));

        Assert.Equal(
            [
                new WireResult(Op.Error, ZooKeeperErrorCode.Ok),
                new WireResult(Op.Error, ZooKeeperErrorCode.Ok),
                new WireResult(Op.Error, ZooKeeperErrorCode.BadVersion),
                new WireResult(Op.Error, ZooKeeperErrorCode.RuntimeInconsistency),
            ],
            WireResult.ReadAll(reply.Ok()));
        Assert.Equal(before, await Client.StatAsync(Root));
        (await Client.ExistsAsync(Root + "/a")).Fails(ZooKeeperErrorCode.NoNode);
        Assert.Equal(reply.Zxid + 1, (await Client.SetDataAsync(Root)).Zxid);
    }

    [Fact]
    public async Task A_failure_gives_back_the_sequence_numbers()
    {
        await Client.MultiAsync(WireOperation.Create(Root + "/n-", CreateMode.PersistentSequential), WireOperation.Delete(Root + "/none"));

        Assert.Equal(Root + "/n-0000000000", await CreateAsync("n-", CreateMode.PersistentSequential));
    }

    [Fact]
    public async Task Operations_see_what_those_before_them_do()
    {
        var results = WireResult.ReadAll((await Client.MultiAsync(
            WireOperation.Create(Root + "/a"),
            WireOperation.Create(Root + "/a/b"),
            WireOperation.Delete(Root + "/a/b"),
            WireOperation.Delete(Root + "/a"),
            WireOperation.Create(Root + "/a"),
            WireOperation.SetData(Root + "/a", [], 0),
            WireOperation.Check(Root + "/a", 1))).Ok());

        Assert.All(results, static result => Assert.Equal(ZooKeeperErrorCode.Ok, result.Error));
        Assert.Equal(3, (await Client.StatAsync(Root)).Cversion);
    }

    /// <summary>Of a parent that has no children, <c>cversion</c> is twice the number of those it ever had.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_name_of_a_sequential_node_is_foretold_by_the_cversion_unless_another_one_comes_first(bool anotherComes)
    {
        for (var i = 0; i < 3; i++)
        {
            (await Client.DeleteAsync(await CreateAsync("n-", CreateMode.PersistentSequential))).Ok();
        }

        var stat = await Client.StatAsync(Root);
        var foretold = $"{Root}/n-{stat.Cversion / 2:D10}";
        if (anotherComes)
        {
            (await Client.DeleteAsync(await CreateAsync("other"))).Ok();
        }

        var results = WireResult.ReadAll((await Client.MultiAsync(
            WireOperation.Create(Root + "/n-", CreateMode.EphemeralSequential),
            WireOperation.Check(foretold, -1),
            WireOperation.SetData(Root, [1], stat.Version))).Ok());

        Assert.Equal((0, 6), (stat.NumChildren, stat.Cversion));
        if (anotherComes)
        {
            Assert.Equal(ZooKeeperErrorCode.NoNode, results[1].Error);
            Assert.Equal((0, 0), ((await Client.StatAsync(Root)).NumChildren, (await Client.StatAsync(Root)).Version));
        }
        else
        {
            Assert.Equal(foretold, results[0].Path);
            Assert.Equal((Root + "/n-0000000003", 1), (foretold, results[2].Stat!.Value.Version));

            // It is counted already.
            Assert.Equal(1, results[2].Stat!.Value.NumChildren);
        }
    }

    [Theory]
    [InlineData(ZooKeeperErrorCode.NodeExists)]
    [InlineData(ZooKeeperErrorCode.NoNode)]
    [InlineData(ZooKeeperErrorCode.NotEmpty)]
    [InlineData(ZooKeeperErrorCode.NoChildrenForEphemerals)]
    public async Task The_error_of_the_failed_operation_is_told(ZooKeeperErrorCode error)
    {
        await CreateAsync("e", CreateMode.Ephemeral);
        var failing = error switch
        {
            ZooKeeperErrorCode.NodeExists => WireOperation.Create(Root + "/e"),
            ZooKeeperErrorCode.NoNode => WireOperation.Check(Root + "/none", -1),
            ZooKeeperErrorCode.NotEmpty => WireOperation.Delete(Root),
            _ => WireOperation.Create(Root + "/e/child"),
        };

        Assert.Equal([new WireResult(Op.Error, error)], WireResult.ReadAll((await Client.MultiAsync(failing)).Ok()));
    }

    [Fact]
    public async Task An_empty_multi_has_no_results() => Assert.Empty(WireResult.ReadAll((await Client.MultiAsync()).Ok()));

    [Fact]
    public async Task A_multi_with_an_operation_that_does_not_belong_there_is_refused_whole()
    {
        var reply = await Client.MultiAsync(WireOperation.Create(Root + "/a"), new WireOperation(99, new WireWriter().String(Root).Int(0)));

        reply.Fails(ZooKeeperErrorCode.MarshallingError);
        (await Client.ExistsAsync(Root + "/a")).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Fact]
    public async Task Watches_fire_for_what_a_multi_has_done_and_not_for_one_that_failed()
    {
        (await Client.ExistsAsync(Root + "/a", watch: true)).Fails(ZooKeeperErrorCode.NoNode);

        (await Client.MultiAsync(WireOperation.Create(Root + "/a"), WireOperation.Check(Root, 9))).Ok();
        Assert.Empty(await Client.EventsAsync());

        (await Client.MultiAsync(WireOperation.Create(Root + "/a"), WireOperation.Check(Root, 0))).Ok();
        Assert.Equal([new WireEvent(WireEventType.Created, Root + "/a")], await Client.EventsAsync());
    }

    [Fact]
    public async Task Reads_travel_together_and_fail_apart()
    {
        await CreateAsync("a", data: [7]);

        var reply = await Client.RequestAsync(Op.MultiRead, WireOperation.Encode(
            [WireOperation.GetData(Root + "/a"), WireOperation.GetData(Root + "/none"), WireOperation.GetChildren(Root)]));

        var results = WireResult.ReadAll(reply.Ok());
        Assert.Equal([Op.GetData, Op.Error, Op.GetChildren], results.Select(static result => result.Type));
        Assert.Equal([7], results[0].Data);
        Assert.Equal(ZooKeeperErrorCode.NoNode, results[1].Error);
        Assert.Equal("a", Assert.Single(results[2].Children!));
    }
}
