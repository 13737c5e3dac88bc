using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests.Faults;

public sealed class TrafficFaultTests : ServerTests
{
    [Fact]
    public async Task Held_replies_come_in_order_when_they_are_released()
    {
        var client = await ConnectAsync();
        int first;
        int second;
        Task<WireReply?> reply;
        using (Server.Faults.HoldReplies(client.Session.SessionId))
        {
            first = await client.SendAsync(Op.Create, CreateBody("/a"));
            second = await client.SendAsync(Op.Create, CreateBody("/b"));
            reply = client.ReceiveReplyAsync();
            await WaitForAsync(() => Server.Zxid == 3, "the requests to be carried out");
            Assert.False(reply.IsCompleted);
        }

        Assert.Equal(first, (await reply)!.Xid);
        Assert.Equal(second, (await client.ReceiveReplyAsync())!.Xid);
    }

    [Fact]
    public async Task Only_the_named_session_is_held()
    {
        var held = await ConnectAsync();
        var free = await ConnectAsync();
        using (Server.Faults.HoldReplies(held.Session.SessionId))
        {
            (await free.ExistsAsync("/")).Ok();
        }
    }

    [Fact]
    public async Task Delayed_replies_come_when_the_clock_says_so()
    {
        var client = await ConnectAsync();
        var timers = Clock.ActiveTimerCount;
        using var fault = Server.Faults.DelayReplies(TimeSpan.FromMilliseconds(300));
        var reply = client.RequestAsync(Op.Exists, new WireWriter().String("/").Bool(false));
        await WaitForAsync(() => Clock.ActiveTimerCount > timers, "the delay to begin");

        Clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(reply.IsCompleted);
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await reply).Ok();
    }

    [Fact]
    public async Task Requests_in_a_black_hole_do_not_arrive_until_it_heals()
    {
        var client = await ConnectAsync();
        Task<WireReply> reply;
        using (Server.Faults.BlackHole(Direction.ToServer, client.Session.SessionId))
        {
            reply = client.CreateAsync("/a");
            var witness = await ConnectAsync();
            (await witness.ExistsAsync("/a")).Fails(ZooKeeperErrorCode.NoNode);
        }

        (await reply).Ok();
    }

    [Fact]
    public async Task A_session_whose_requests_do_not_arrive_expires_and_its_client_sees_nothing_while_it_is_cut_off()
    {
        var client = await ConnectAsync(timeout: Tick * 2);
        Task end;
        using (Server.Faults.BlackHole(Direction.Both, client.Session.SessionId))
        {
            await client.SendAsync(Op.Ping, xid: -2);
            end = client.ExpectEndAsync();
            Clock.Advance(Tick * 3);
            Assert.Empty(Server.Sessions);

            // What another client does takes the server longer than ending a connection would.
            (await (await ConnectAsync()).CreateAsync("/a")).Ok();
            Assert.False(end.IsCompleted);
        }

        await end;
        await AssertExpiredAsync(client);
    }

    [Fact]
    public async Task With_replies_in_a_black_hole_the_session_lives_on_its_pings()
    {
        var client = await ConnectAsync(timeout: Tick * 2);
        using (Server.Faults.BlackHole(Direction.ToClient, client.Session.SessionId))
        {
            for (var i = 1; i <= 5; i++)
            {
                Clock.Advance(Tick);
                await client.SendAsync(Op.Create, CreateBody($"/n{i}"));
                var zxid = 1 + i;
                await WaitForAsync(() => Server.Zxid == zxid, "the request to be carried out");
            }

            Assert.Single(Server.Sessions);
        }
    }

    [Fact]
    public async Task A_paused_server_does_nothing_and_expires_what_is_overdue_when_it_goes_on()
    {
        var silent = await ConnectAsync(timeout: Tick * 2);
        var patient = await ConnectAsync(timeout: Tick * 20);
        Task<WireReply> reply;
        using (Server.Faults.Pause())
        {
            reply = patient.CreateAsync("/a");
            Clock.Advance(Tick * 5);
            Assert.Equal(2, Server.Sessions.Count);
            Assert.False(reply.IsCompleted);
        }

        (await reply).Ok();
        await silent.ExpectEndAsync();
        Assert.Equal(patient.Session.SessionId, Assert.Single(Server.Sessions).Id);
    }

    [Fact]
    public async Task Two_reasons_to_pause_must_both_go()
    {
        var client = await ConnectAsync(timeout: Tick * 2);
        var first = Server.Faults.Pause();
        var second = Server.Faults.Pause();

        first.Dispose();
        first.Dispose();
        Clock.Advance(Tick * 3);
        Assert.Single(Server.Sessions);

        second.Dispose();
        Assert.Empty(Server.Sessions);
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task A_server_can_be_disposed_while_faults_are_in_force()
    {
        var client = await ConnectAsync();
        Server.Faults.Pause();
        await client.SendAsync(Op.Ping, xid: -2);

        await Server.DisposeAsync();

        await client.ExpectEndAsync();
    }

    private static WireWriter CreateBody(string path) =>
        new WireWriter().String(path).Buffer([]).Acls(new Acl(AclPermissions.All, "world", "anyone")).Int(0);
}
