using LeaderHosting.Conformance.Wire;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests.Clients;

/// <summary>The product's client when the server makes things go wrong.</summary>
public sealed class ClientUnderFaultsTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = Eventually.DefaultTimeout;

    private ZooKeeperTestServer _server = null!;
    private ZooKeeperClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ZooKeeperTestServer.StartAsync(new ZooKeeperTestServerOptions { TickTime = TimeSpan.FromMilliseconds(500) });
        _client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = _server.ConnectionString, SessionTimeout = TimeSpan.FromSeconds(10) });
        await _client.ConnectAsync().WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_cut_connection_is_made_again_with_the_same_session()
    {
        var session = _client.SessionId;
        await _client.CreateAsync("/e", default, CreateMode.Ephemeral);

        Assert.Equal(1, _server.Faults.DropConnections(session));

        await Eventually.TrueAsync(() => _server.Sessions.Single().IsConnected, "the client to come back");
        Assert.NotNull(await _client.ExistsAsync("/e").AsTask().WaitAsync(Patience));
        Assert.Equal(session, _client.SessionId);
    }

    [Fact]
    public async Task What_a_watch_missed_while_cut_off_is_told_afterwards()
    {
        await _client.CreateAsync("/a");
        var watched = await _client.WatchDataAsync("/a");
        await using var other = await WireClient.ConnectAsync(_server.EndPoint, TimeSpan.FromSeconds(10));
        using (_server.Faults.RefuseConnections())
        {
            _server.Faults.DropConnections(_client.SessionId);
            (await other.SetDataAsync("/a", [1])).Ok();
            Assert.False(watched.Changed.IsCompleted);
        }

        Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Changed.WaitAsync(Patience)).Type);
    }

    [Fact]
    public async Task An_expired_session_is_over()
    {
        Assert.True(_server.Faults.ExpireSession(_client.SessionId));

        await Eventually.TrueAsync(() => _client.State == SessionState.Expired, "the client to learn of it");
        await Assert.ThrowsAsync<SessionExpiredException>(async () => await _client.ExistsAsync("/"));
    }

    [Fact]
    public async Task A_lost_reply_is_a_connection_loss_and_the_request_may_have_happened()
    {
        using var fault = _server.Faults.LoseReply(static request => request.Kind is RequestKind.Create or RequestKind.Create2);

        await Assert.ThrowsAsync<ConnectionLossException>(async () => await _client.CreateAsync("/a"));

        Assert.Equal("/a", (await fault.Hit.WaitAsync(Patience)).Path);
        Assert.NotNull(await _client.ExistsAsync("/a").AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task A_lost_request_is_a_connection_loss_too()
    {
        using var fault = _server.Faults.LoseRequest(static request => request.Path == "/a");

        await Assert.ThrowsAsync<ConnectionLossException>(async () => await _client.CreateAsync("/a"));

        Assert.Null(await _client.ExistsAsync("/a").AsTask().WaitAsync(Patience));
    }

    [Fact]
    public async Task The_client_finds_its_session_on_a_restarted_server()
    {
        var session = _client.SessionId;
        await _client.CreateAsync("/e", default, CreateMode.Ephemeral);

        await _server.RestartAsync();

        await Eventually.TrueAsync(() => _server.Sessions.Single().IsConnected, "the client to come back");
        Assert.NotNull(await _client.ExistsAsync("/e").AsTask().WaitAsync(Patience));
        Assert.Equal(session, _client.SessionId);
    }

    [Fact]
    public async Task The_client_does_not_find_its_session_on_a_server_that_lost_its_data()
    {
        await _server.RestartAsync(keepData: false);

        await Eventually.TrueAsync(() => _client.State == SessionState.Expired, "the client to learn of it");
    }
}
