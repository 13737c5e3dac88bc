using LeaderHosting.IntegrationTests;
using LeaderHosting.TestKit;
using org.apache.zookeeper;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx.Tests;

/// <summary>One client object serves for one connection, and can't harm the session afterwards.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class NetExConnectionTests(ZooKeeperServerFixture server)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_client_that_has_lost_its_connection_can_not_resume_the_session_but_another_can()
    {
        await using var proxy = TcpProxy.Start(server.Port);
        var (first, session) = await ConnectAsync(proxy.ConnectionString, null);
        var node = await CreateEphemeralAsync(first);

        // Not left, so that it tries.
        proxy.DropConnections();
        await first.Ended.WaitAsync(Eventually.DefaultTimeout);
        await Eventually.TrueAsync(() => first.Client.getState() == NetExClient.States.CLOSED, "the client to be refused");

        var (second, resumed) = await ConnectAsync(server.ConnectionString, session);
        Assert.Equal((session.Id, session.Timeout), (resumed.Id, resumed.Timeout));
        Assert.NotNull(await second.Client.existsAsync(node));
        await second.Client.closeAsync();
    }

    [Fact]
    public async Task Leaving_cuts_the_connection_and_not_the_session()
    {
        var (first, session) = await ConnectAsync(server.ConnectionString, null);
        var node = await CreateEphemeralAsync(first);

        await first.LeaveAsync().WaitAsync(Eventually.DefaultTimeout);

        Assert.Equal(NetExClient.States.AUTH_FAILED, first.Client.getState());
        var (second, _) = await ConnectAsync(server.ConnectionString, session);
        Assert.Equal(session.Id, (await second.Client.existsAsync(node)).getEphemeralOwner());
        await second.Client.closeAsync();
    }

    [Fact]
    public async Task An_attempt_that_is_left_in_the_middle_does_not_end_the_session_when_the_server_answers_at_last()
    {
        await using var proxy = TcpProxy.Start(server.Port);
        var (first, session) = await ConnectAsync(server.ConnectionString, null);
        var node = await CreateEphemeralAsync(first);
        await first.LeaveAsync();
        proxy.BlackHole(TrafficDirection.ToClient);
        var attempt = NetExConnection.Open(proxy.ConnectionString, Timeout, session, null, TimeProvider.System);
        await Eventually.TrueAsync(() => proxy.BytesToServer > 0, "the connect request to be sent");

        var leaving = attempt.LeaveAsync();
        proxy.Heal();
        await leaving.WaitAsync(Eventually.DefaultTimeout);

        Assert.True(proxy.BytesToClient > 0, "The server did not answer the attempt.");
        var (second, _) = await ConnectAsync(server.ConnectionString, session);
        Assert.NotNull(await second.Client.existsAsync(node));
        await second.Client.closeAsync();
    }

    [Fact]
    public async Task An_attempt_at_a_new_session_that_is_left_leaves_none_behind()
    {
        await using var own = await ZooKeeperServer.StartAsync();
        await using var proxy = TcpProxy.Start(own.Port);
        proxy.BlackHole(TrafficDirection.ToClient);
        var attempt = NetExConnection.Open(proxy.ConnectionString, Timeout, null, null, TimeProvider.System);
        await Eventually.TrueAsync(() => proxy.BytesToServer > 0, "the connect request to be sent");

        var leaving = attempt.LeaveAsync();
        proxy.Heal();
        await leaving.WaitAsync(Eventually.DefaultTimeout);

        await Eventually.ValueAsync(
            () => own.FourLetterAsync("dump"), static dump => dump.Contains("Session Sets (0)/(0)", StringComparison.Ordinal), "no session");
    }

    private static async Task<(NetExConnection Connection, NetExIdentity Session)> ConnectAsync(string servers, NetExIdentity? session)
    {
        var connection = NetExConnection.Open(servers, Timeout, session, null, TimeProvider.System);
        using var patience = new CancellationTokenSource(Eventually.DefaultTimeout);
        return (connection, await connection.WaitUntilEstablishedAsync(patience.Token));
    }

    private static Task<string> CreateEphemeralAsync(NetExConnection connection) => connection.Client.createAsync(
        ZooKeeperServerFixture.UniquePath("ephemeral"), [], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
}
