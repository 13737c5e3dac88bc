using LeaderHosting.Conformance.Wire;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests.Faults;

public sealed class RequestFaultTests : ServerTests
{
    [Fact]
    public async Task A_lost_reply_leaves_the_request_carried_out()
    {
        var client = await ConnectAsync();
        var fault = Server.Faults.LoseReply(static request => request.Kind == RequestKind.Create && request.Path.StartsWith("/a-", StringComparison.Ordinal));

        Assert.Null(await client.TryRequestAsync(Op.Create, CreateBody("/a-", CreateMode.EphemeralSequential)));

        Assert.Equal(new ServerRequest(RequestKind.Create, ["/a-"], client.Session.SessionId).ToString(), (await fault.Hit).ToString());
        var resumed = await ConnectAsync(resume: client.Session);
        Assert.Equal(client.Session.SessionId, (await resumed.StatAsync("/a-0000000000")).EphemeralOwner);
    }

    [Fact]
    public async Task A_lost_reply_does_not_take_earlier_replies_with_it()
    {
        var client = await ConnectAsync();
        Server.Faults.LoseReply(static request => request.Kind == RequestKind.Delete);
        var first = await client.SendAsync(Op.Create, CreateBody("/a"));
        await client.SendAsync(Op.Delete, new WireWriter().String("/a").Int(-1));

        Assert.Equal(first, (await client.ReceiveReplyAsync())!.Xid);
        Assert.Null(await client.ReceiveReplyAsync());
    }

    [Fact]
    public async Task A_lost_request_is_not_carried_out()
    {
        var client = await ConnectAsync();
        Server.Faults.LoseRequest(static request => request.Path == "/a");

        Assert.Null(await client.TryRequestAsync(Op.Create, CreateBody("/a")));

        var resumed = await ConnectAsync(resume: client.Session);
        (await resumed.ExistsAsync("/a")).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Fact]
    public async Task A_failed_request_is_answered_and_not_carried_out()
    {
        var client = await ConnectAsync();
        using var fault = Server.Faults.FailRequest(static request => request.Kind == RequestKind.Create, ZooKeeperErrorCode.OperationTimeout);

        (await client.CreateAsync("/a")).Fails(ZooKeeperErrorCode.OperationTimeout);

        (await client.CreateAsync("/a")).Ok();
    }

    [Fact]
    public async Task A_rejected_request_is_answered_ahead_of_earlier_ones_which_are_lost_with_the_connection()
    {
        var client = await ConnectAsync();
        Server.Faults.RejectRequest(static request => request.Path == "/rejected");
        var later = Server.Faults.LoseRequest(static request => request.Path == "/later");
        int first, rejected;
        using (Server.Faults.HoldReplies())
        {
            first = await client.SendAsync(Op.Create, CreateBody("/a"));
            await client.SendAsync(Op.Create, CreateBody("/b"));
            await client.SendAsync(Op.Create, CreateBody("/c"));
            rejected = await client.SendAsync(Op.Create, CreateBody("/rejected"));

            // The server reads on until it can send its answer, so it has dealt with what came before.
            await client.SendAsync(Op.Create, CreateBody("/later"));
            await later.Hit.WaitAsync(Eventually.DefaultTimeout);
        }

        var reply = (await client.ReceiveReplyAsync())!;
        if (reply.Xid == first)
        {
            // It was held on its way, where nothing overtakes it any more.
            reply = (await client.ReceiveReplyAsync())!;
        }

        reply.Fails(ZooKeeperErrorCode.Unimplemented);
        Assert.Equal((rejected, -1), (reply.Xid, reply.Zxid));
        Assert.Null(await client.ReceiveReplyAsync());
        var resumed = await ConnectAsync(resume: client.Session);
        (await resumed.ExistsAsync("/c")).Ok();
        (await resumed.ExistsAsync("/rejected")).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Fact]
    public async Task Faults_strike_once_each_the_oldest_first()
    {
        var client = await ConnectAsync();
        Server.Faults.FailRequest(static _ => true, ZooKeeperErrorCode.NoAuth);
        Server.Faults.FailRequest(static _ => true, ZooKeeperErrorCode.BadVersion);

        (await client.CreateAsync("/a")).Fails(ZooKeeperErrorCode.NoAuth);
        (await client.CreateAsync("/a")).Fails(ZooKeeperErrorCode.BadVersion);
        (await client.CreateAsync("/a")).Ok();
    }

    [Fact]
    public async Task A_fault_can_be_called_off()
    {
        var client = await ConnectAsync();
        var fault = Server.Faults.LoseReply(static _ => true);
        fault.Dispose();

        (await client.ExistsAsync("/")).Ok();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fault.Hit);
    }

    [Fact]
    public async Task A_multi_is_known_by_all_its_paths()
    {
        var client = await ConnectAsync();
        var fault = Server.Faults.FailRequest(static request => request.Paths.Contains("/b"), ZooKeeperErrorCode.NoAuth);

        (await client.MultiAsync(WireOperation.Create("/a"), WireOperation.Create("/b"))).Fails(ZooKeeperErrorCode.NoAuth);

        Assert.Equal(RequestKind.Multi, (await fault.Hit).Kind);
    }

    [Fact]
    public async Task A_lost_farewell_ends_the_session_all_the_same()
    {
        var client = await ConnectAsync();
        Server.Faults.LoseReply(static request => request.Kind == RequestKind.CloseSession);

        Assert.Null(await client.TryRequestAsync(Op.CloseSession));

        Assert.Empty(Server.Sessions);
    }

    [Fact]
    public void An_error_must_be_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Server.Faults.FailRequest(static _ => true, ZooKeeperErrorCode.Ok));

    private static WireWriter CreateBody(string path, CreateMode mode = CreateMode.Persistent) =>
        new WireWriter().String(path).Buffer([]).Acls(new Acl(AclPermissions.All, "world", "anyone")).Int((int)mode);
}
