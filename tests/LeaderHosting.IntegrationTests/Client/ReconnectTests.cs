using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.IntegrationTests.Client;

/// <summary>Servers that go and come back, with real sockets.</summary>
public sealed class ReconnectTests
{
    [Fact]
    public async Task A_session_outlives_a_killed_server()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await Clients.ConnectAsync(server.ConnectionString);
        var ephemeral = await client.CreateAsync("/e", default, CreateMode.Ephemeral);
        var id = client.SessionId;

        await server.KillAsync();
        await client.WaitForAsync(SessionState.Suspended);
        var waiting = client.ExistsAsync(ephemeral.Path).AsTask();
        await server.StartAgainAsync();

        Assert.Equal(id, (await waiting.WaitAsync(Eventually.DefaultTimeout))!.Value.EphemeralOwner);
        Assert.Equal((2, true, id), (client.Connection!.Ordinal, client.Connection.Resumed, client.SessionId));
    }

    [Fact]
    public async Task Two_hundred_requests_under_way_are_answered_or_lost_and_never_mixed_up()
    {
        const int Depth = 200;
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await Clients.ConnectAsync(server.ConnectionString);
        for (var i = 0; i < Depth; i++)
        {
            await client.CreateAsync($"/{i}", BitConverter.GetBytes(i));
        }

        using var enough = new CancellationTokenSource();
        var answered = new ConcurrentDictionary<int, int>();
        var lost = 0;
        var readers = Enumerable.Range(0, Depth).Select(async i =>
        {
            while (!enough.IsCancellationRequested)
            {
                try
                {
                    Assert.Equal(i, BitConverter.ToInt32((await client.GetDataAsync($"/{i}")).Data));
                    answered[client.Connection?.Ordinal ?? 0] = 1;
                }
                catch (ConnectionLossException)
                {
                    Interlocked.Increment(ref lost);
                }
            }
        }).ToList();

        for (var restart = 1; restart <= 2; restart++)
        {
            var ordinal = restart;
            await Eventually.TrueAsync(() => answered.ContainsKey(ordinal), $"answers on connection {ordinal}");
            await server.KillAsync();
            await server.StartAgainAsync();
        }

        await Eventually.TrueAsync(() => answered.ContainsKey(3), "answers on connection 3");
        await enough.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(Eventually.DefaultTimeout);
        Assert.InRange(lost, 1, 2 * Depth);
    }

    [Fact]
    public async Task With_one_of_two_hosts_down_every_client_connects()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var down = FreePort.Next();
        for (var i = 0; i < 20; i++)
        {
            await using var client = await Clients.ConnectAsync($"127.0.0.1:{down},{server.ConnectionString}");
            await client.SyncAsync();
        }
    }

    [Fact]
    public async Task With_one_of_two_hosts_a_black_hole_every_client_connects()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var hole = TcpProxy.Start(server.Port);
        hole.BlackHole();
        for (var i = 0; i < 5; i++)
        {
            await using var client = await Clients.ConnectAsync(
                $"{hole.ConnectionString},{server.ConnectionString}",
                TimeSpan.FromSeconds(2));
            await client.SyncAsync();
        }
    }

    [Fact]
    public async Task A_server_that_freezes_is_left_for_another_within_the_session_timeout()
    {
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        await using var client = await Clients.ConnectAsync(ensemble.ConnectionString, TimeSpan.FromSeconds(6));
        await client.CreateAsync("/e", default, CreateMode.Ephemeral);
        var port = ((IPEndPoint)client.Connection!.EndPoint).Port;
        var server = ensemble.Servers.Single(server => server.Port == port);
        await server.PauseAsync();

        await client.WaitForConnectionAsync(2);
        Assert.NotEqual(port, ((IPEndPoint)client.Connection!.EndPoint).Port);
        Assert.NotNull(await client.ExistsAsync("/e"));
        Assert.Equal(SessionState.Connected, client.State);
        server.Resume();
    }

    [Fact]
    public async Task Closing_leaves_no_connection_and_no_session_behind()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var proxy = TcpProxy.Start(server.Port);
        for (var i = 0; i < 10; i++)
        {
            await using var client = await Clients.ConnectAsync(proxy.ConnectionString);
            await client.CreateAsync("/e", default, CreateMode.Ephemeral);
        }

        await Eventually.TrueAsync(() => proxy.ConnectionCount == 0, "no connections");
        var statistics = await server.FourLetterAsync("mntr");
        Assert.Contains("zk_ephemerals_count\t0", statistics, StringComparison.Ordinal);
        Assert.Contains("zk_global_sessions\t0", statistics, StringComparison.Ordinal);
    }

    [Ipv6Fact]
    public async Task An_address_may_be_of_either_version()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        using var relay = new TcpListener(IPAddress.IPv6Loopback, 0);
        relay.Start();
        var relaying = RelayOneAsync(relay, server.Port);
        var port = ((IPEndPoint)relay.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using (var client = await Clients.ConnectAsync($"[::1]:{port}"))
        {
            await client.SyncAsync();
            Assert.Equal(AddressFamily.InterNetworkV6, client.Connection!.EndPoint.AddressFamily);
        }

        await relaying.WaitAsync(Eventually.DefaultTimeout);
    }

    [Fact]
    public async Task A_name_is_resolved_and_all_its_addresses_tried()
    {
        await using var server = await ZooKeeperServer.StartAsync();

        // Where localhost is also ::1, nothing listens there.
        await using var client = await Clients.ConnectAsync($"localhost:{server.Port.ToString(CultureInfo.InvariantCulture)}");
        await client.SyncAsync();
    }

    private static async Task RelayOneAsync(TcpListener relay, int target)
    {
        using var front = await relay.AcceptTcpClientAsync();
        using var back = new TcpClient();
        await back.ConnectAsync(IPAddress.Loopback, target);
        var up = front.GetStream().CopyToAsync(back.GetStream());
        var down = back.GetStream().CopyToAsync(front.GetStream());
        await Task.WhenAny(up, down);
    }
}
