using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

public sealed class CloseTests
{
    [Fact]
    public async Task Says_farewell_after_what_was_asked_before_and_leaves_nothing()
    {
        await using var session = new ScriptedSession();
        await using var states = session.Client.WatchStateAsync().GetAsyncEnumerator();
        var server = await session.ConnectAsync();
        var before = session.Client.ExistsAsync("/a").AsTask();
        var closing = session.Client.CloseAsync();
        var after = session.Client.ExistsAsync("/b").AsTask();

        var request = await server.ReadAsync(OpCode.Exists);
        var farewell = await server.ReadAsync(OpCode.CloseSession);
        await after.ThrowsAsync<SessionClosedException>();
        await server.ReplyAsync(request.Xid, ZooKeeperErrorCode.NoNode);
        await server.ReplyAsync(farewell.Xid);
        server.Close();
        await closing.SoonAsync();

        Assert.Null(await before.SoonAsync());
        Assert.Equal(SessionState.Closed, session.Client.State);
        Assert.Equal(0, session.Time.ActiveTimerCount);
        Assert.True(server.Transport.IsAborted);
        Assert.Single(session.Network.Attempts);
        foreach (var expected in (SessionState[])[SessionState.Connecting, SessionState.Connected, SessionState.Closed])
        {
            Assert.True(await states.MoveNextAsync());
            Assert.Equal(expected, states.Current.State);
        }

        Assert.False(await states.MoveNextAsync());
        Assert.DoesNotContain(session.Logs.Entries, entry => entry.Level > Microsoft.Extensions.Logging.LogLevel.Information);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_holds_it_up_for_a_third_of_the_timeout()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var closing = session.Client.CloseAsync();
        await server.ReadAsync(OpCode.CloseSession);
        session.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(closing.IsCompleted);
        session.Time.Advance(TimeSpan.FromSeconds(0.1));
        await closing.SoonAsync();
        Assert.Equal(SessionState.Closed, session.Client.State);
        Assert.Equal(0, session.Time.ActiveTimerCount);
    }

    [Fact]
    public async Task Waiting_for_the_server_can_be_cut_short()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var closing = session.Client.CloseAsync(cancellation.Token);
        await server.ReadAsync(OpCode.CloseSession);
        await cancellation.CancelAsync();
        await closing.SoonAsync();
        Assert.Equal(SessionState.Closed, session.Client.State);
    }

    [Fact]
    public async Task A_connection_lost_during_the_farewell_is_not_replaced()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var closing = session.Client.CloseAsync();
        await server.ReadAsync(OpCode.CloseSession);
        server.Close();
        await closing.SoonAsync();
        Assert.Equal(SessionState.Closed, session.Client.State);
        Assert.Single(session.Network.Attempts);
        Assert.Equal(0, session.Time.ActiveTimerCount);
    }

    [Fact]
    public async Task Without_a_connection_it_is_closed_at_once()
    {
        await using var session = new ScriptedSession();
        session.Network.OnConnect = static (_, token) => Task.Delay(Timeout.Infinite, token);
        session.Client.Start();
        await Eventually.TrueAsync(() => session.Network.Attempts.Count == 1, "an attempt");
        var waiting = session.Client.GetDataAsync("/a").AsTask();
        var connecting = session.Client.ConnectAsync();
        await session.Client.CloseAsync().SoonAsync();
        await waiting.ThrowsAsync<SessionClosedException>();
        await connecting.ThrowsAsync<SessionClosedException>();
        Assert.Equal(0, session.Time.ActiveTimerCount);
    }

    [Fact]
    public async Task Before_the_start_and_twice_it_does_no_harm()
    {
        await using var session = new ScriptedSession();
        await session.Client.CloseAsync().SoonAsync();
        await session.Client.DisposeAsync();
        session.Client.Start();
        await session.Client.ConnectAsync().ThrowsAsync<SessionClosedException>();
        await session.Client.GetDataAsync("/a").AsTask().ThrowsAsync<SessionClosedException>();
        await session.Client.AddAuthAsync(DigestAuth.CreateAuthInfo("a", "b")).ThrowsAsync<SessionClosedException>();
        Assert.Empty(session.Network.Attempts);
        Assert.Equal(SessionState.Closed, session.Client.State);
    }

    [Fact]
    public async Task Watches_end_with_the_session()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var watching = session.Client.WatchDataAsync("/a").AsTask();
        await server.ReplyAsync((await server.ReadAsync()).Xid, new GetDataResponse([], default));
        using var watched = await watching.SoonAsync();
        var closing = session.Client.CloseAsync();
        await server.ReplyAsync((await server.ReadAsync(OpCode.CloseSession)).Xid);
        await closing.SoonAsync();
        Assert.Equal(new WatchEvent(WatchEventType.SessionEnded, "/a"), await watched.Changed.SoonAsync());
    }
}
