using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

public sealed class AuthTests
{
    private static readonly ZooKeeperAuthInfo Bob = DigestAuth.CreateAuthInfo("bob", "hunter2");

    [Fact]
    public async Task Refused_credentials_end_the_session_before_it_is_called_connected()
    {
        await using var session = new ScriptedSession(options => options.AuthInfos.Add(Bob));
        await using var states = session.Client.WatchStateAsync().GetAsyncEnumerator();
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptSessionAsync();
        await server.ReadAsync(OpCode.Auth);
        await server.ReplyAsync(SpecialXid.Auth, ZooKeeperErrorCode.AuthFailed);

        var refusal = await connecting.ThrowsAsync<AuthFailedException>();
        Assert.Contains("auth digest", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SessionState.AuthFailed, session.Client.State);
        Assert.True(await states.MoveNextAsync());
        Assert.True(await states.MoveNextAsync());
        Assert.Equal(SessionState.AuthFailed, states.Current.State);
        Assert.False(await states.MoveNextAsync());
        Assert.True(server.Transport.IsAborted);
        Assert.DoesNotContain("hunter2", session.Logs.ToString(), StringComparison.Ordinal);
        await session.Client.GetDataAsync("/a").AsTask().ThrowsAsync<AuthFailedException>();
    }

    [Fact]
    public async Task An_identity_added_later_is_proved_at_once_and_on_every_later_connection()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        var adding = session.Client.AddAuthAsync(Bob);
        await first.ReadAsync(OpCode.Auth);
        Assert.False(adding.IsCompleted);
        await first.ReplyAsync(SpecialXid.Auth);
        await adding.SoonAsync();

        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        var second = await session.Network.AcceptSessionAsync();
        await second.ReadAsync(OpCode.Auth);
        await second.ReplyAsync(SpecialXid.Auth);
        await session.WaitForAsync(SessionState.Connected);
    }

    [Fact]
    public async Task Answers_to_credentials_overtake_answers_to_requests()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var getting = session.Client.ExistsAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.Exists);
        var adding = session.Client.AddAuthAsync(Bob);
        await server.ReadAsync(OpCode.Auth);
        await server.ReplyAsync(SpecialXid.Auth);
        await adding.SoonAsync();
        Assert.False(getting.IsCompleted);
        await server.ReplyAsync(request.Xid, ZooKeeperErrorCode.NoNode);
        Assert.Null(await getting.SoonAsync());
    }

    [Fact]
    public async Task An_identity_whose_answer_was_lost_is_proved_to_the_next_server()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        var adding = session.Client.AddAuthAsync(Bob);
        await first.ReadAsync(OpCode.Auth);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        var second = await session.Network.AcceptSessionAsync();
        await second.ReadAsync(OpCode.Auth);
        Assert.False(adding.IsCompleted);
        await second.ReplyAsync(SpecialXid.Auth);
        await adding.SoonAsync();
    }

    [Fact]
    public async Task An_identity_added_during_the_handshake_is_proved_before_any_request()
    {
        await using var session = new ScriptedSession();
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptAsync();
        await server.ReadConnectAsync();
        var adding = session.Client.AddAuthAsync(Bob);
        var request = session.Client.ExistsAsync("/a").AsTask();
        await server.GrantAsync();
        await server.ReadAsync(OpCode.Auth);
        await server.ReplyAsync(SpecialXid.Auth);
        await adding.SoonAsync();
        await connecting.SoonAsync();
        await server.ReplyAsync((await server.ReadAsync(OpCode.Exists)).Xid, ZooKeeperErrorCode.NoNode);
        await request.SoonAsync();
    }

    [Fact]
    public async Task An_identity_refused_later_ends_the_session_and_everything_that_is_open()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var request = session.Client.GetDataAsync("/a").AsTask();
        await server.ReadAsync(OpCode.GetData);
        var adding = session.Client.AddAuthAsync(Bob);
        await server.ReadAsync(OpCode.Auth);
        await server.ReplyAsync(SpecialXid.Auth, ZooKeeperErrorCode.AuthFailed);
        await adding.ThrowsAsync<AuthFailedException>();
        await request.ThrowsAsync<ConnectionLossException>();
        await session.WaitForAsync(SessionState.AuthFailed);
    }

    [Fact]
    public async Task Giving_up_the_wait_does_not_take_the_identity_back()
    {
        await using var session = new ScriptedSession();
        using var cancellation = new CancellationTokenSource();
        var adding = session.Client.AddAuthAsync(Bob, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding.SoonAsync());
        session.Client.Start();
        var server = await session.Network.AcceptSessionAsync();
        await server.ReadAsync(OpCode.Auth);
    }
}
