using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

/// <summary>What passes from one connection of a session to the next.</summary>
public sealed class ResumeTests
{
    [Fact]
    public async Task A_lost_connection_is_replaced_and_the_session_resumed()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        await session.RoundTripAsync(first, zxid: 42);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();

        var second = await session.Network.AcceptAsync();
        Assert.Equal(SessionState.Suspended, session.Client.State);
        Assert.Null(session.Client.Connection);
        var request = await second.ReadConnectAsync();
        Assert.Equal((ScriptedConnection.SessionId, 42L), (request.SessionId, request.LastZxidSeen));
        Assert.Equal(ScriptedConnection.Password, request.Password.ToArray());

        await second.GrantAsync();
        await session.WaitForAsync(SessionState.Connected);
        Assert.Equal((2, true), (session.Client.Connection!.Ordinal, session.Client.Connection.Resumed));
        await session.RoundTripAsync(second, zxid: 43);
    }

    [Fact]
    public async Task No_connection_is_made_before_the_loss_of_the_last_one_is_told()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        using var isSlow = new ManualResetEventSlim();
        first.Transport.OnAborted = isSlow.Wait;
        var leaving = Task.Run(() => session.Client.Reconnect("On a thread that is held up halfway."));
        await first.ReadToEndAsync();
        await ThreadPoolRest.WaitAsync();
        Assert.Single(session.Network.Attempts);

        isSlow.Set();
        await leaving.SoonAsync();
        await session.Network.AcceptSessionAsync();
        await session.WaitForAsync(SessionState.Connected);
    }

    [Fact]
    public async Task The_next_connection_goes_to_another_server()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1,b:1");
        var first = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        await session.Network.AcceptSessionAsync();
        Assert.Equal(2, session.Network.Attempts.Distinct().Count());
    }

    [Fact]
    public async Task A_server_alone_that_forgets_a_connection_while_it_starts_does_not_cost_the_session()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        var forgotten = await session.Network.AcceptAsync();
        await forgotten.ReadConnectAsync();

        await Eventually.TrueAsync(() => session.Time.NextDue == TimeSpan.FromSeconds(3), "a limit of a third of the session timeout");
        session.Time.Advance(TimeSpan.FromSeconds(3));
        await session.WaitForPauseAsync(attempts: 2);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        await session.Network.AcceptSessionAsync();
        await session.WaitForAsync(SessionState.Connected);
        Assert.True(session.Client.Connection!.Resumed);
    }

    [Fact]
    public async Task A_server_that_accepts_and_drops_is_not_asked_without_pause()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        first.Close();
        await session.WaitForAsync(SessionState.Suspended);
        await session.WaitForPauseAsync(attempts: 1);

        session.Time.Advance(TimeSpan.FromMilliseconds(100));
        await session.Network.AcceptSessionAsync();
    }

    [Fact]
    public async Task A_request_under_way_fails_as_possibly_applied_and_a_waiting_one_is_sent_once()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        var lost = session.Client.SetDataAsync("/lost", default).AsTask();
        await first.ReadAsync(OpCode.SetData);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();

        var loss = await lost.ThrowsAsync<ConnectionLossException>();
        Assert.Equal((ZooKeeperErrorCode.ConnectionLoss, "setData", "/lost"), (loss.Code, loss.Operation, loss.Path));
        Assert.Contains("may have been applied", loss.Message, StringComparison.Ordinal);
        Assert.Contains("The server closed the connection.", loss.Message, StringComparison.Ordinal);
        Assert.NotEqual(SessionState.Connected, session.Client.State);

        var waiting = session.Client.DeleteAsync("/waiting").AsTask();
        var second = await session.Network.AcceptSessionAsync();
        var request = await second.ReadAsync(OpCode.Delete);
        Assert.Equal("/waiting", request.Path);
        await second.ReplyAsync(request.Xid);
        await waiting.SoonAsync();
    }

    [Fact]
    public async Task Identities_come_first_then_watches_then_requests_in_their_order()
    {
        await using var session = new ScriptedSession(options => options.AuthInfos.Add(DigestAuth.CreateAuthInfo("bob", "hunter2")));
        var connecting = session.Client.ConnectAsync();
        var first = await session.Network.AcceptSessionAsync();
        var proof = await first.ReadAsync(OpCode.Auth);
        Assert.Equal((SpecialXid.Auth, "digest"), (proof.Xid, proof.As<AuthRequest>().Scheme));
        Assert.Equal("bob:hunter2"u8.ToArray(), proof.As<AuthRequest>().Auth.ToArray());
        Assert.False(connecting.IsCompleted);
        await first.ReplyAsync(SpecialXid.Auth);
        await connecting.SoonAsync();

        var watching = session.Client.WatchChildrenAsync("/w").AsTask();
        var watch = await first.ReadAsync(OpCode.GetChildren2);
        await first.ReplyAsync(watch.Xid, new GetChildren2Response([], default), zxid: 77);
        using var watched = await watching.SoonAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        await session.WaitForAsync(SessionState.Suspended);
        var requests = Enumerable.Range(0, 5).Select(i => session.Client.ExistsAsync($"/{i}").AsTask()).ToList();

        var second = await session.Network.AcceptSessionAsync();
        await second.ReadAsync(OpCode.Auth);
        await second.ReplyAsync(SpecialXid.Auth);
        var setWatches = await second.ReadAsync(OpCode.SetWatches);
        Assert.Equal(SpecialXid.SetWatches, setWatches.Xid);
        Assert.Equal(77, setWatches.As<SetWatchesRequest>().RelativeZxid);
        Assert.Equal(["/w"], setWatches.As<SetWatchesRequest>().ChildWatches);
        await second.ReplyAsync(SpecialXid.SetWatches);
        for (var i = 0; i < requests.Count; i++)
        {
            var request = await second.ReadAsync(OpCode.Exists);
            Assert.Equal($"/{i}", request.Path);
            await second.ReplyAsync(request.Xid, ZooKeeperErrorCode.NoNode);
            Assert.Null(await requests[i].SoonAsync());
        }

        Assert.DoesNotContain("hunter2", session.Logs.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_newest_transaction_seen_never_goes_back()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        await session.RoundTripAsync(first, zxid: 100);
        await session.RoundTripAsync(first, zxid: 90);
        await session.RoundTripAsync(first, zxid: -1);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        var second = await session.Network.AcceptAsync();
        Assert.Equal(100, (await second.ReadConnectAsync()).LastZxidSeen);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_timeout_of_nothing_says_that_the_session_has_expired(int timeout)
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        var watching = session.Client.WatchExistsAsync("/w").AsTask();
        await first.ReplyAsync((await first.ReadAsync()).Xid, ZooKeeperErrorCode.NoNode);
        using var watched = await watching.SoonAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        await session.WaitForAsync(SessionState.Suspended);
        var waiting = session.Client.GetDataAsync("/a").AsTask();

        await session.Network.AcceptSessionAsync(sessionId: 0, timeout: timeout);
        var expiry = await waiting.ThrowsAsync<SessionExpiredException>();
        Assert.Equal(("getData", "/a"), (expiry.Operation, expiry.Path));
        Assert.Equal(SessionState.Expired, session.Client.State);
        var entry = Assert.Single(session.Logs.WithEventId(2000));
        Assert.Equal("Session 0x1234 has expired: its ephemeral nodes and watches are gone. A server said so.", entry.Message);
        Assert.Null(entry.Exception);
        Assert.Equal(new WatchEvent(WatchEventType.SessionEnded, "/w"), await watched.Changed.SoonAsync());
        await session.Client.ConnectAsync().ThrowsAsync<SessionExpiredException>();
        await session.Client.GetDataAsync("/a").AsTask().ThrowsAsync<SessionExpiredException>();
        await session.Client.AddAuthAsync(DigestAuth.CreateAuthInfo("a", "b")).ThrowsAsync<SessionExpiredException>();
        await Eventually.TrueAsync(() => session.Time.ActiveTimerCount == 0, "no timers");
        Assert.Equal(2, session.Network.Attempts.Count);

        await session.Client.CloseAsync().SoonAsync();
        Assert.Equal(SessionState.Expired, session.Client.State);
    }

    [Fact]
    public async Task Another_session_than_the_one_asked_for_is_an_expiry()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        await session.Network.AcceptSessionAsync(sessionId: 0x99);
        await session.WaitForAsync(SessionState.Expired);
        var entry = await session.Logs.WaitForAsync(entry => entry.EventId.Id == 2000, "the expiry");
        Assert.Contains("asked for session 0x1234 and answered with session 0x99", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_is_told_once_when_it_begins_and_once_when_it_ends()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        session.Network.OnConnect = static (_, _) => throw new IOException("refused");
        first.Close();
        await session.WaitForAsync(SessionState.Suspended);
        for (var attempts = 2; attempts <= 10; attempts++)
        {
            await session.WaitForPauseAsync(attempts);
            if (attempts == 10)
            {
                session.Network.OnConnect = static (_, _) => Task.CompletedTask;
            }

            session.Time.Advance(session.Time.NextDue!.Value);
        }

        await session.Network.AcceptSessionAsync();
        var outage = session.Time.Elapsed - TimeSpan.FromSeconds(1);
        await session.Logs.WaitForAsync(entry => entry.EventId.Id == 1001, "the end of the outage");

        var loud = session.Logs.Entries.Where(entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Information);
        Assert.Equal([1000, 1002, 1001], loud.Select(entry => entry.EventId.Id));
        Assert.Contains($"after {outage.TotalMilliseconds:F0} ms without a connection", session.Logs.WithEventId(1001).Single().Message, StringComparison.Ordinal);
    }
}
