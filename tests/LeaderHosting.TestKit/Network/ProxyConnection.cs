using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.TestKit;

/// <summary>One client's connection through a <see cref="TcpProxy"/>, and the one made to the server for it.</summary>
internal sealed class ProxyConnection(Socket client, ProxyGate toServer, ProxyGate toClient, Func<TimeSpan> delay) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly CancellationTokenSource _dropped = new();
    private int _ended;

    /// <summary>Carries traffic until both sides have closed, either has broken off, or <see cref="Drop"/>. Never throws.</summary>
    internal async Task RunAsync(EndPoint target)
    {
        var cancellationToken = _dropped.Token;
        try
        {
            client.NoDelay = true;
            await toServer.WaitUntilOpenAsync(cancellationToken);
            await _server.ConnectAsync(target, cancellationToken);
            var pumps = new[]
            {
                new ProxyPump(client, _server, toServer, delay).RunAsync(cancellationToken),
                new ProxyPump(_server, client, toClient, delay).RunAsync(cancellationToken),
            };
            await (await Task.WhenAny(pumps));
            await Task.WhenAll(pumps);
            End(reset: false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            End(reset: true);
        }
    }

    /// <summary>Breaks the connection off with a reset on both sides.</summary>
    internal void Drop()
    {
        End(reset: true);
        try
        {
            _dropped.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The connection has just ended.
        }
    }

    public void Dispose()
    {
        End(reset: true);
        _dropped.Dispose();
    }

    private void End(bool reset)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        foreach (var socket in new[] { client, _server })
        {
            if (reset)
            {
                // Zero seconds: closing sends RST and forgets what is unsent (socket(7), SO_LINGER).
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            }

            socket.Dispose();
        }
    }
}
