using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LeaderHosting.TestKit.Tests;

public sealed class TcpProxyTests : IAsyncLifetime
{
    private static readonly byte[] Ping = "ping"u8.ToArray();
    private static readonly byte[] Pong = "pong"u8.ToArray();

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _sockets = [];
    private TcpProxy _proxy = null!;

    public Task InitializeAsync()
    {
        _server.Start();
        _proxy = TcpProxy.Start(((IPEndPoint)_server.LocalEndpoint).Port);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        Assert.Equal(0, _proxy.ConnectionCount);
        _sockets.ForEach(static socket => socket.Dispose());
        _server.Dispose();
    }

    [Fact]
    public async Task Carries_bytes_both_ways_and_counts_them()
    {
        var (client, server) = await ConnectPairAsync();

        await SendAsync(client, Ping);
        Assert.Equal(Ping, await ReceiveAsync(server, 4));
        await SendAsync(server, [.. Pong, .. Pong]);
        Assert.Equal("pongpong", Encoding.ASCII.GetString(await ReceiveAsync(client, 8)));

        await Eventually.TrueAsync(() => _proxy is { BytesToServer: 4, BytesToClient: 8 }, "the counters");
        Assert.Equal(1, _proxy.ConnectionCount);
        Assert.Equal(1, _proxy.AcceptedCount);
    }

    [Fact]
    public async Task Carries_much_unharmed()
    {
        var (client, server) = await ConnectPairAsync();
        var sent = new byte[5_000_000];
        Random.Shared.NextBytes(sent);

        var sending = SendAsync(client, sent);
        var received = await ReceiveAsync(server, sent.Length);

        await sending;
        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task The_end_of_one_stream_leaves_the_other_open()
    {
        var (client, server) = await ConnectPairAsync();

        client.Shutdown(SocketShutdown.Send);
        Assert.Empty(await ReceiveAsync(server, 1));
        await SendAsync(server, Pong);
        Assert.Equal(Pong, await ReceiveAsync(client, 4));

        server.Close();
        Assert.Empty(await ReceiveAsync(client, 1));
        await Eventually.TrueAsync(() => _proxy.ConnectionCount == 0, "the connection to be forgotten");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reset_is_passed_on(bool byClient)
    {
        var (client, server) = await ConnectPairAsync();
        var (breaker, other) = byClient ? (client, server) : (server, client);

        breaker.LingerState = new LingerOption(enable: true, seconds: 0);
        breaker.Close();

        await AssertResetAsync(other);
        await Eventually.TrueAsync(() => _proxy.ConnectionCount == 0, "the connection to be forgotten");
    }

    [Fact]
    public async Task A_black_hole_holds_bytes_back_until_healed()
    {
        var (client, server) = await ConnectPairAsync();
        _proxy.BlackHole();

        await SendAsync(client, Ping);
        await SendAsync(server, Pong);
        var atServer = ReceiveAsync(server, 4);
        var atClient = ReceiveAsync(client, 4);
        Assert.False(atServer.IsCompleted || atClient.IsCompleted);
        Assert.Equal((0, 0), (_proxy.BytesToServer, _proxy.BytesToClient));

        _proxy.Heal();
        Assert.Equal(Ping, await atServer);
        Assert.Equal(Pong, await atClient);
    }

    [Fact]
    public async Task Nothing_passes_once_the_black_hole_is_there()
    {
        // Bytes are on their way at every moment; none may arrive that was sent after BlackHole returned.
        var (client, server) = await ConnectPairAsync();
        for (byte round = 1; round <= 50; round++)
        {
            await SendAsync(client, [round]);
            _proxy.BlackHole(TrafficDirection.ToServer);
            var passed = _proxy.BytesToServer;
            await SendAsync(client, [0]);
            await SendAsync(server, Pong);
            Assert.Equal(Pong, await ReceiveAsync(client, 4));

            Assert.InRange(_proxy.BytesToServer, passed, (2 * round) - 1);
            _proxy.Heal();
            Assert.Equal([round, 0], await ReceiveAsync(server, 2));
        }
    }

    [Theory]
    [InlineData(TrafficDirection.ToServer)]
    [InlineData(TrafficDirection.ToClient)]
    public async Task A_black_hole_of_one_direction_leaves_the_other_open(TrafficDirection direction)
    {
        var (client, server) = await ConnectPairAsync();
        var (cutSender, cutReceiver) = direction == TrafficDirection.ToServer ? (client, server) : (server, client);
        _proxy.BlackHole(direction);

        await SendAsync(cutSender, Ping);
        await SendAsync(cutReceiver, Pong);
        Assert.Equal(Pong, await ReceiveAsync(cutSender, 4));
        Assert.Equal(0, direction == TrafficDirection.ToServer ? _proxy.BytesToServer : _proxy.BytesToClient);

        _proxy.Heal();
        Assert.Equal(Ping, await ReceiveAsync(cutReceiver, 4));
    }

    [Fact]
    public async Task Healing_with_a_reset_loses_what_was_held_back()
    {
        var (client, server) = await ConnectPairAsync();
        _proxy.BlackHole();
        await SendAsync(client, Ping);

        _proxy.Heal(dropConnections: true);

        await AssertResetAsync(client);
        await AssertResetAsync(server);
        Assert.Equal(0, _proxy.BytesToServer);
        await AssertCarriesAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_black_hole_holds_back_the_end_of_a_connection(bool reset)
    {
        var (client, server) = await ConnectPairAsync();
        _proxy.BlackHole();

        if (reset)
        {
            client.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        client.Close();
        var atServer = server.ReceiveAsync(new byte[1]);
        await AssertAcceptsAsync();
        Assert.False(atServer.IsCompleted);

        _proxy.Heal();
        if (reset)
        {
            var exception = await Assert.ThrowsAsync<SocketException>(() => atServer);
            Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
        }
        else
        {
            Assert.Equal(0, await atServer.WaitAsync(Eventually.DefaultTimeout));
        }
    }

    [Fact]
    public async Task New_connections_in_a_black_hole_are_accepted_and_carried_nowhere()
    {
        _proxy.BlackHole();
        var client = await AssertAcceptsAsync();
        await SendAsync(client, Ping);
        Assert.False(_server.Pending());

        _proxy.Heal();
        var server = await AcceptAsync();
        Assert.Equal(Ping, await ReceiveAsync(server, 4));
    }

    [Fact]
    public async Task Dropped_connections_are_reset_and_new_ones_work()
    {
        var (client, server) = await ConnectPairAsync();

        _proxy.DropConnections();

        Assert.Equal(0, _proxy.ConnectionCount);
        await AssertResetAsync(client);
        await AssertResetAsync(server);
        await AssertCarriesAsync();
    }

    [Fact]
    public async Task Refuses_new_connections_and_keeps_the_old()
    {
        var (client, server) = await ConnectPairAsync();

        for (var round = 0; round < 3; round++)
        {
            _proxy.RefuseConnections();
            _proxy.RefuseConnections();
            var exception = await Assert.ThrowsAsync<SocketException>(ConnectAsync);
            Assert.Equal(SocketError.ConnectionRefused, exception.SocketErrorCode);

            await SendAsync(client, Ping);
            Assert.Equal(Ping, await ReceiveAsync(server, 4));

            _proxy.RefuseConnections(false);
            _proxy.RefuseConnections(false);
            await AssertCarriesAsync();
        }
    }

    [Fact]
    public async Task Delay_holds_every_byte_that_long_and_keeps_order()
    {
        var (client, server) = await ConnectPairAsync();
        _proxy.Delay = TimeSpan.FromMilliseconds(100);
        var start = TimeProvider.System.GetTimestamp();

        for (byte i = 0; i < 10; i++)
        {
            await SendAsync(client, [i]);
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(static i => (byte)i), await ReceiveAsync(server, 10));
        Assert.True(TimeProvider.System.GetElapsedTime(start) >= _proxy.Delay);

        _proxy.Delay = TimeSpan.Zero;
        await AssertCarriesAsync();
    }

    [Fact]
    public async Task A_server_that_is_down_resets_its_clients()
    {
        _server.Stop();

        var client = await ConnectAsync();

        await AssertResetAsync(client);
        await Eventually.TrueAsync(() => _proxy.ConnectionCount == 0, "the connection to be forgotten");
    }

    [Fact]
    public async Task Disposing_resets_connections_and_frees_the_port()
    {
        var (client, server) = await ConnectPairAsync();
        _proxy.BlackHole();
        var held = await AssertAcceptsAsync();

        await _proxy.DisposeAsync();

        await AssertResetAsync(client);
        await AssertResetAsync(server);
        await AssertResetAsync(held);
        using var listener = new TcpListener(IPAddress.Loopback, _proxy.Port);
        listener.Start();
        Assert.Throws<ObjectDisposedException>(() => _proxy.RefuseConnections(false));
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        using var limit = new CancellationTokenSource(Eventually.DefaultTimeout);
        ReadOnlyMemory<byte> rest = bytes;
        while (!rest.IsEmpty)
        {
            rest = rest[await socket.SendAsync(rest, limit.Token)..];
        }
    }

    /// <summary>Reads exactly so many bytes, or fewer when the stream ends.</summary>
    private static async Task<byte[]> ReceiveAsync(Socket socket, int count)
    {
        using var limit = new CancellationTokenSource(Eventually.DefaultTimeout);
        var buffer = new byte[count];
        var received = 0;
        while (received < count && await socket.ReceiveAsync(buffer.AsMemory(received), limit.Token) is > 0 and var read)
        {
            received += read;
        }

        return buffer[..received];
    }

    private static async Task AssertResetAsync(Socket socket)
    {
        var exception = await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(socket, 1));
        Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
    }

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(client);
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return client;
    }

    private async Task<Socket> AcceptAsync()
    {
        var server = await _server.AcceptSocketAsync().WaitAsync(Eventually.DefaultTimeout);
        _sockets.Add(server);
        return server;
    }

    private async Task<(Socket Client, Socket Server)> ConnectPairAsync()
    {
        var client = await ConnectAsync();
        return (client, await AcceptAsync());
    }

    /// <summary>Connects, waits until the proxy has accepted, and returns the client's side.</summary>
    private async Task<Socket> AssertAcceptsAsync()
    {
        var before = _proxy.AcceptedCount;
        var client = await ConnectAsync();
        await Eventually.TrueAsync(() => _proxy.AcceptedCount == before + 1, "the proxy to accept a connection");
        return client;
    }

    private async Task AssertCarriesAsync()
    {
        var (client, server) = await ConnectPairAsync();
        await SendAsync(client, Ping);
        Assert.Equal(Ping, await ReceiveAsync(server, 4));
    }
}
