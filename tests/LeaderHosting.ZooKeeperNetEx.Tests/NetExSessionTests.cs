using LeaderHosting.Coordination;
using LeaderHosting.IntegrationTests;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx.Tests;

/// <summary>How a session begins, goes on and ends.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class NetExSessionTests(ZooKeeperServerFixture server)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task It_connects_with_one_of_two_servers_down_every_time()
    {
        // Alone, the client may try the one that is down for ever.
        for (var i = 0; i < 10; i++)
        {
            await using var fixture = await NetExSessionFixture.ConnectAsync($"127.0.0.1:{FreePort.Next()},{server.ConnectionString}", Timeout);
            Assert.NotNull(await fixture.Session.GetAsync("/", default));
        }
    }

    [Fact]
    public async Task It_goes_on_over_the_next_connection_at_once()
    {
        await using var proxy = TcpProxy.Start(server.Port);
        await using var fixture = await NetExSessionFixture.ConnectAsync(proxy.ConnectionString, Timeout);
        var (id, first) = (fixture.Session.Id, fixture.Session.Connection!);

        proxy.DropConnections();

        await fixture.NextAsync<CoordinationSessionEvent.Suspended>();
        var second = (await fixture.NextAsync<CoordinationSessionEvent.Connected>()).Connection;
        Assert.Equal((id, Timeout), (fixture.Session.Id, fixture.Session.Connection!.SessionTimeout));
        Assert.Equal((1, 2), (first.Ordinal, second.Ordinal));
        Assert.True(first.EstablishedAt < second.RequestedAt && second.RequestedAt < second.EstablishedAt);
        Assert.Equal(2, proxy.AcceptedCount);
    }

    [Fact]
    public async Task It_is_given_up_after_the_session_timeout_without_a_server()
    {
        // The client by itself tells that a session has expired only when a server has told it so.
        await using var proxy = TcpProxy.Start(server.Port);
        await using var fixture = await NetExSessionFixture.ConnectAsync(proxy.ConnectionString, Timeout);
        proxy.RefuseConnections();
        var lost = TimeProvider.System.GetTimestamp();
        proxy.DropConnections();
        await fixture.NextAsync<CoordinationSessionEvent.Suspended>();
        var waiting = fixture.Session.GetAsync("/", default);

        var end = await fixture.NextAsync<CoordinationSessionEvent.Lost>();

        Assert.Equal(CoordinationFault.SessionLost, end.Fault);
        Assert.True(TimeProvider.System.GetElapsedTime(lost) >= Timeout, "It was given up too early.");
        Assert.Equal(CoordinationFault.SessionLost, (await Assert.ThrowsAsync<CoordinationException>(() => waiting)).Fault);
        var late = await Assert.ThrowsAsync<CoordinationException>(() => fixture.Session.GetAsync("/", default));
        Assert.Equal(CoordinationFault.SessionLost, late.Fault);
    }

    [Fact]
    public async Task Its_end_on_the_servers_is_told()
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);

        await IntegrationTests.Scenarios.SessionExpiry.ExpireAsync(server.Port, fixture.Session.Id);

        await fixture.NextAsync<CoordinationSessionEvent.Suspended>();
        Assert.Equal(CoordinationFault.SessionLost, (await fixture.NextAsync<CoordinationSessionEvent.Lost>()).Fault);
        Assert.Null(fixture.Session.Connection);
    }

    [Fact]
    public async Task Disposing_of_it_removes_its_nodes_and_ends_the_events()
    {
        await using var hand = await HandAsync();
        var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        var node = await fixture.CreateEphemeralAsync();

        await fixture.DisposeAsync();

        Assert.Null(await hand.ExistsAsync(node));
        await fixture.NextAsync<CoordinationSessionEvent.Lost>();
        Assert.Null(fixture.Session.Connection);
    }

    [Fact]
    public async Task Abandoning_it_keeps_its_nodes_for_the_session_timeout_though_the_process_lives_on()
    {
        await using var hand = await HandAsync();
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, TimeSpan.FromSeconds(2));
        var node = await fixture.CreateEphemeralAsync();

        await fixture.Session.AbandonAsync();
        await fixture.Session.DisposeAsync();

        Assert.NotNull(await hand.ExistsAsync(node));
        await Eventually.TrueAsync(async () => await hand.ExistsAsync(node) is null, "the session to expire");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_can_not_hold_up_the_end()
    {
        await using var proxy = TcpProxy.Start(server.Port);
        var fixture = await NetExSessionFixture.ConnectAsync(proxy.ConnectionString, TimeSpan.FromSeconds(10));
        proxy.BlackHole();
        var closing = TimeProvider.System.GetTimestamp();

        await fixture.DisposeAsync();

        // The client alone waits for two thirds of the session timeout.
        Assert.InRange(TimeProvider.System.GetElapsedTime(closing), TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    [Fact]
    public async Task A_session_that_was_never_connected_can_be_disposed_of()
    {
        var options = new ZooKeeperLeadershipOptions { ConnectionString = $"127.0.0.1:{FreePort.Next()}", SessionTimeout = Timeout };
        var session = new NetExSessionFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
        var events = session.RunAsync(CancellationToken.None).ToListAsync().AsTask();
        var waiting = session.GetAsync("/", default);

        await session.DisposeAsync().AsTask().WaitAsync(Eventually.DefaultTimeout);

        Assert.IsType<CoordinationSessionEvent.Lost>(Assert.Single(await events));
        Assert.Equal(CoordinationFault.SessionLost, (await Assert.ThrowsAsync<CoordinationException>(() => waiting)).Fault);
        Assert.Equal((0, null), (session.Id, session.Connection));
    }

    [Fact]
    public void The_client_writes_no_log_file()
    {
        NetExClient.LogToFile = true;

        _ = new NetExSessionFactory(
            new ZooKeeperLeadershipOptions { ConnectionString = server.ConnectionString },
            NullLoggerFactory.Instance,
            TimeProvider.System);

        Assert.False(NetExClient.LogToFile);
    }

    private async Task<ZooKeeperClient> HandAsync()
    {
        var hand = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = server.ConnectionString });
        await hand.ConnectAsync();
        return hand;
    }
}
