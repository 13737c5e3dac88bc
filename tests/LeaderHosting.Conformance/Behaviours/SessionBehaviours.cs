using LeaderHosting.Conformance.Wire;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>How sessions are resumed, closed and expired, and what becomes of their nodes.</summary>
public abstract class SessionBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Fact]
    public async Task A_session_outlives_its_connection()
    {
        var first = await ConnectAsync();
        (await first.CreateAsync(Root + "/mine", mode: CreateMode.Ephemeral)).Ok();
        await first.DisposeAsync();

        var second = await ConnectAsync(resume: first.Session);

        Assert.Equal(first.Session.SessionId, second.Session.SessionId);
        Assert.Equal(first.Session.Password, second.Session.Password);
        Assert.Equal(first.Session.SessionId, (await second.StatAsync(Root + "/mine")).EphemeralOwner);
    }

    [Fact]
    public async Task The_timeout_is_negotiated_anew_when_a_session_is_resumed()
    {
        var first = await ConnectAsync(timeout: LongestTimeout);

        var second = await ConnectAsync(resume: first.Session, timeout: Server.TickTime * 9);

        Assert.Equal((Server.TickTime * 9).TotalMilliseconds, second.Session.Timeout);
    }

    [Fact]
    public async Task Resuming_a_session_ends_its_earlier_connection()
    {
        var first = await ConnectAsync();

        var second = await ConnectAsync(resume: first.Session);

        await first.ExpectEndAsync();
        (await second.ExistsAsync(Root)).Ok();
    }

    [Fact]
    public async Task A_wrong_password_is_answered_like_an_expired_session_and_harms_nobody()
    {
        var owner = await ConnectAsync();
        (await owner.CreateAsync(Root + "/mine", mode: CreateMode.Ephemeral)).Ok();

        var thief = await ConnectAsync(resume: owner.Session with { Password = new byte[16] });

        AssertRefused(thief);
        await thief.ExpectEndAsync();
        var resumed = await ConnectAsync(resume: owner.Session);
        (await resumed.ExistsAsync(Root + "/mine")).Ok();
    }

    [Fact]
    public async Task An_unknown_session_is_answered_like_an_expired_one()
    {
        var stranger = await ConnectAsync(resume: new ConnectReply(0, 0x7777_0000_1111, new byte[16], 0));

        AssertRefused(stranger);
        await stranger.ExpectEndAsync();
    }

    [Fact]
    public async Task Closing_a_session_deletes_its_ephemerals_in_one_transaction_and_ends_the_connection_after_the_reply()
    {
        var closing = await ConnectAsync();
        (await closing.CreateAsync(Root + "/a", mode: CreateMode.Ephemeral)).Ok();
        (await closing.CreateAsync(Root + "/b", mode: CreateMode.Ephemeral)).Ok();

        var reply = await closing.CloseSessionAsync();

        reply.Ok();
        await closing.ExpectEndAsync();
        (await Client.ExistsAsync(Root + "/a")).Fails(ZooKeeperErrorCode.NoNode);
        (await Client.ExistsAsync(Root + "/b")).Fails(ZooKeeperErrorCode.NoNode);
        Assert.Equal(reply.Zxid, (await Client.StatAsync(Root)).Pzxid);
        AssertRefused(await ConnectAsync(resume: closing.Session));
    }

    [Fact]
    public async Task Requests_after_closing_a_session_are_not_served()
    {
        var closing = await ConnectAsync();
        await closing.SendAsync(Op.CloseSession);
        await closing.SendAsync(Op.Exists, new WireWriter().String(Root).Bool(false));

        (await closing.ReceiveReplyAsync())!.Ok();

        // A server that takes the request before it closes the connection may still say why it does not serve it.
        Assert.True(await closing.ReceiveReplyAsync() is null or { Error: ZooKeeperErrorCode.SessionExpired });
    }

    [Fact]
    public async Task A_silent_session_expires_and_its_ephemerals_go()
    {
        var silent = await ConnectAsync(timeout: ShortestTimeout);
        (await silent.CreateAsync(Root + "/mine", mode: CreateMode.Ephemeral)).Ok();

        await silent.ExpectEndAsync();

        await Eventually.TrueAsync(
            async () => (await Client.ExistsAsync(Root + "/mine")).Error == ZooKeeperErrorCode.NoNode, "the ephemeral to go with its session");
        AssertRefused(await ConnectAsync(resume: silent.Session));
    }

    [Fact]
    public async Task A_session_without_a_connection_expires_too()
    {
        var gone = await ConnectAsync(timeout: ShortestTimeout);
        (await gone.CreateAsync(Root + "/mine", mode: CreateMode.Ephemeral)).Ok();

        await gone.DisposeAsync();

        await Eventually.TrueAsync(
            async () => (await Client.ExistsAsync(Root + "/mine")).Error == ZooKeeperErrorCode.NoNode, "the ephemeral to go with its session");
    }

    [Fact]
    public async Task Expiry_tells_those_who_watch_the_ephemeral()
    {
        var silent = await ConnectAsync(timeout: ShortestTimeout);
        (await silent.CreateAsync(Root + "/mine", mode: CreateMode.Ephemeral)).Ok();
        (await Client.ExistsAsync(Root + "/mine", watch: true)).Ok();
        (await Client.GetChildrenAsync(Root, watch: true)).Ok();

        Assert.Equal(new WireEvent(WireEventType.Deleted, Root + "/mine"), await Client.NextEventAsync());
        Assert.Equal(new WireEvent(WireEventType.ChildrenChanged, Root), await Client.NextEventAsync());
    }

    private static void AssertRefused(WireClient client)
    {
        Assert.Equal(0, client.Session.Timeout);
        Assert.Equal(0, client.Session.SessionId);
        Assert.Equal(new byte[16], client.Session.Password);
    }
}
