using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FailoverDemo.Network;

/// <summary>
/// A network line from one node to one server, a TCP proxy on 127.0.0.1, that can be cut without anybody being told: connections stay open, and nothing passes.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Line : IAsyncDisposable
{
    private const int BufferSize = 16 * 1024;

    private readonly EndPoint _server;
    private readonly Gate _gate;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = [];
    private readonly Task _accepting;

    /// <summary>Opens a line.</summary>
    /// <param name="server">Where it leads.</param>
    /// <param name="gate">Cuts it while it is closed.</param>
    public Line(EndPoint server, Gate gate)
    {
        _server = server;
        _gate = gate;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port: 0));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    /// <summary>The near end.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Takes the line down with all its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        await Task.WhenAll(_connections.Keys);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptAsync(_stopping.Token);
            var carrying = CarryAsync(client);
            _connections[carrying] = true;
            _ = carrying.ContinueWith(
                ended => _connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Carries one connection until either side ends it. Never throws.</summary>
    private async Task CarryAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true })
        {
            client.NoDelay = true;
            if (!_gate.IsOpen)
            {
                // Nobody hears of it at the other end, and its client will have given it up long before the line is whole again.
                await _gate.WaitAsync(_stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            try
            {
                await server.ConnectAsync(_server, _stopping.Token);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                return;
            }

            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            var pumps = new[] { PumpAsync(client, server, ended.Token), PumpAsync(server, client, ended.Token) };
            await Task.WhenAny(pumps);
            await ended.CancelAsync();
            await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Carries one direction until its end, which a cut line holds back like everything else.</summary>
    private async Task PumpAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        int count;
        do
        {
            count = await ReceiveAsync(from, buffer, cancellationToken);
            await _gate.WaitAsync(cancellationToken);
            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
            }
        }
        while (count > 0);
    }

    private static async Task<int> ReceiveAsync(Socket from, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await from.ReceiveAsync(buffer, cancellationToken);
        }
        catch (SocketException)
        {
            // Reset: an end like any other.
            return 0;
        }
    }
}
