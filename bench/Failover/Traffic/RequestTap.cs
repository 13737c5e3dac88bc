using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.Bench.Failover.Traffic;

/// <summary>A relay in front of a server that sees every request of those who connect through it. It costs them a little time, so times are measured without it.</summary>
internal sealed class RequestTap : IAsyncDisposable
{
    private const int Backlog = 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<TappedConnection> _connections = new();
    private readonly Task _accepting;

    private RequestTap(int port)
    {
        _listener.Start(Backlog);
        _accepting = AcceptAsync(port);
    }

    /// <summary>Where to connect.</summary>
    public string ConnectionString => _listener.LocalEndpoint.ToString()!;

    /// <summary>All connections that there have been.</summary>
    public IEnumerable<TappedConnection> Connections => _connections;

    /// <summary>Puts one in front of the server at this port of 127.0.0.1.</summary>
    public static RequestTap Start(int port) => new(port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task AcceptAsync(int port)
    {
        try
        {
            while (true)
            {
                var connection = new TappedConnection(await _listener.AcceptSocketAsync());
                _connections.Enqueue(connection);
                _ = connection.RunAsync(IPAddress.Loopback.ToString(), port);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }
}
