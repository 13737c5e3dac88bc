using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

public sealed class RequestTests
{
    [Fact]
    public async Task A_request_that_is_too_long_fails_alone()
    {
        await using var session = new ScriptedSession(options => options.MaxPacketLength = 2000);
        var server = await session.ConnectAsync();
        var tooLong = await session.Client.SetDataAsync("/a", new byte[2000]).AsTask().ThrowsAsync<MarshallingErrorException>();
        Assert.Contains("more than MaxPacketLength allows (2000)", tooLong.Message, StringComparison.Ordinal);
        await session.RoundTripAsync(server, zxid: 1);
    }

    [Fact]
    public async Task A_request_as_long_as_allowed_is_sent()
    {
        // 8 for the header, 4 + 2 for the path, 4 for the data's length, 4 for the version.
        await using var session = new ScriptedSession(options => options.MaxPacketLength = 2000);
        var server = await session.ConnectAsync();
        var setting = session.Client.SetDataAsync("/a", new byte[2000 - 22]).AsTask();
        var request = await server.ReadAsync(OpCode.SetData);
        await server.ReplyAsync(request.Xid, new SetDataResponse(default));
        await setting.SoonAsync();
    }

    [Fact]
    public async Task Errors_name_the_node_below_the_chroot()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1/app");
        var server = await session.ConnectAsync();
        var getting = session.Client.GetDataAsync("/x").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        Assert.Equal("/app/x", request.Path);
        await server.ReplyAsync(request.Xid, ZooKeeperErrorCode.NoNode);
        Assert.Equal("/x", (await getting.ThrowsAsync<NoNodeException>()).Path);
    }

    [Fact]
    public async Task A_created_path_is_named_below_the_chroot()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1/app");
        var server = await session.ConnectAsync();
        var creating = session.Client.CreateAsync("/n-", "x"u8.ToArray(), CreateMode.EphemeralSequential).AsTask();
        var request = await server.ReadAsync(OpCode.Create2);
        var create = request.As<CreateRequest>();
        Assert.Equal(("/app/n-", CreateMode.EphemeralSequential), (create.Path, create.Mode));
        Assert.Equal(WellKnownAcls.OpenUnsafe, create.Acl);
        await server.ReplyAsync(request.Xid, new Create2Response("/app/n-0000000003", default));
        Assert.Equal("/n-0000000003", (await creating.SoonAsync()).Path);
    }

    [Fact]
    public async Task A_transaction_tells_of_each_operation()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1/app");
        var server = await session.ConnectAsync();
        ZooKeeperOperation[] operations =
        [
            ZooKeeperOperation.Create("/c", default, CreateMode.PersistentSequential),
            ZooKeeperOperation.SetData("/s", default, 4),
            ZooKeeperOperation.Check("/k", 5),
            ZooKeeperOperation.Delete("/d"),
        ];
        var running = session.Client.MultiAsync(operations).AsTask();
        var request = await server.ReadAsync(OpCode.Multi);
        var sent = request.As<MultiRequest>().Operations;
        Assert.Equal(["/app/c", "/app/s", "/app/k", "/app/d"], sent.Select(operation => operation.Path));
        Assert.Equal([OpCode.Create, OpCode.SetData, OpCode.Check, OpCode.Delete], sent.Select(operation => operation.Type));
        Assert.Equal([0, 4, 5, -1], sent.Select(operation => operation.Version));
        await server.ReplyAsync(request.Xid, new MultiResponse(
        [
            new(OpCode.Create) { Path = "/app/c0000000001" },
            new(OpCode.SetData) { Stat = new Stat { Version = 5 } },
            new(OpCode.Check),
            new(OpCode.Delete),
        ]));
        var results = await running.SoonAsync();
        Assert.Equal(["/c0000000001", "/s", "/k", "/d"], results.Select(result => result.Path));
        Assert.Equal([null, 5, null, null], results.Select(result => result.Stat?.Version));

        var failing = session.Client.MultiAsync(operations).AsTask();
        var xid = (await server.ReadAsync(OpCode.Multi)).Xid;
        await server.ReplyAsync(xid, new MultiResponse(
        [
            new(OpCode.Error),
            new(OpCode.Error) { Error = ZooKeeperErrorCode.BadVersion },
            new(OpCode.Error) { Error = ZooKeeperErrorCode.RuntimeInconsistency },
            new(OpCode.Error) { Error = ZooKeeperErrorCode.RuntimeInconsistency },
        ]));
        var failure = await failing.ThrowsAsync<ZooKeeperMultiException>();
        Assert.Equal((1, "/s"), (failure.FailedIndex, failure.Path));
        Assert.Equal(["/c", "/s", "/k", "/d"], failure.Results.Select(result => result.Path));
    }

    [Fact]
    public async Task A_transaction_can_fail_as_a_whole()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var running = session.Client.MultiAsync([ZooKeeperOperation.Check("/a")]).AsTask();
        await server.ReplyAsync((await server.ReadAsync(OpCode.Multi)).Xid, ZooKeeperErrorCode.SessionMoved);
        Assert.Equal("multi", (await running.ThrowsAsync<SessionMovedException>()).Operation);
    }

    [Fact]
    public async Task Several_reads_are_told_of_each()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1/app");
        var server = await session.ConnectAsync();
        var reading = session.Client.MultiReadAsync([ZooKeeperRead.Data("/d"), ZooKeeperRead.Children("/"), ZooKeeperRead.Data("/none")]).AsTask();
        var request = await server.ReadAsync(OpCode.MultiRead);
        var sent = request.As<MultiRequest>().Operations;
        Assert.Equal([(OpCode.GetData, "/app/d"), (OpCode.GetChildren, "/app"), (OpCode.GetData, "/app/none")], sent.Select(static o => (o.Type, o.Path)));

        await server.ReplyAsync(request.Xid, new MultiResponse(
        [
            new(OpCode.GetData) { Data = [1, 2], Stat = new Stat { Version = 7 } },
            new(OpCode.GetChildren) { Children = ["d", "e"] },
            new(OpCode.Error) { Error = ZooKeeperErrorCode.NoNode },
        ]));
        var results = await reading.SoonAsync();
        Assert.Equal([ZooKeeperErrorCode.Ok, ZooKeeperErrorCode.Ok, ZooKeeperErrorCode.NoNode], results.Select(static r => r.Error));
        Assert.Equal([1, 2], results[0].Data);
        Assert.Equal(7, results[0].Stat.Version);
        Assert.Equal(["d", "e"], results[1].Children);
        Assert.Equal(default, results[2] with { Error = ZooKeeperErrorCode.Ok });
    }

    [Fact]
    public async Task A_server_that_knows_no_such_request_says_so()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var reading = session.Client.MultiReadAsync([ZooKeeperRead.Data("/a")]).AsTask();
        await server.ReplyAsync((await server.ReadAsync(OpCode.MultiRead)).Xid, ZooKeeperErrorCode.Unimplemented);
        Assert.Equal("multiRead", (await reading.ThrowsAsync<UnimplementedException>()).Operation);
    }

    [Fact]
    public async Task Paths_are_checked_before_anything_is_sent()
    {
        await using var session = new ScriptedSession();
        var client = session.Client;
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.GetDataAsync("a"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.CreateAsync("/a/"));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.WatchExistsAsync("/a//b"));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await client.DeleteAsync(null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await client.CreateAsync("/a", default, CreateMode.PersistentWithTtl));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await client.CreateWithTtlAsync("/a", default, TimeSpan.Zero));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await client.CreateWithTtlAsync("/a", default, TimeSpan.FromDays(1), CreateMode.Ephemeral));
    }

    [Fact]
    public async Task A_result_can_be_awaited_only_once()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var request = session.Client.ExistsAsync("/a");
        await server.ReplyAsync((await server.ReadAsync()).Xid, ZooKeeperErrorCode.NoNode);
        Assert.Null(await request);
#pragma warning disable CA2012 // That it is refused is the point.
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await request);
#pragma warning restore CA2012
    }
}
