using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace LeaderHosting.Bench.Failover.Traffic;

/// <summary>One client's connection through a <see cref="RequestTap"/>: passes everything on, and notes what was asked, and when the server told of a watch. Thread-safe.</summary>
internal sealed class TappedConnection(Socket client) : IDisposable
{
    private const int BufferLength = 4096;
    private const int NotificationId = -1;

    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _lock = new();
    private readonly List<SeenRequest> _requests = [];
    private readonly List<long> _notifications = [];
    private bool _clientHasSpoken;
    private bool _serverHasSpoken;

    /// <summary>Passes on until either side closes. Never throws.</summary>
    public async Task RunAsync(string host, int port)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(host, port);
            await Task.WhenAny(PumpAsync(client, _server, NoteRequest), PumpAsync(_server, client, NoteAnswer));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As if it had closed.
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>The requests in this time, from the first moment to the last.</summary>
    public IReadOnlyList<SeenRequest> RequestsBetween(long began, long ended)
    {
        lock (_lock)
        {
            return [.. _requests.Where(request => request.Time >= began && request.Time <= ended)];
        }
    }

    /// <summary>Whether a watch fired in this time.</summary>
    public bool WasToldBetween(long began, long ended)
    {
        lock (_lock)
        {
            return _notifications.Exists(time => time >= began && time <= ended);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private static async Task PumpAsync(Socket from, Socket to, Action<long, byte[]> note)
    {
        var cutter = new PacketCutter();
        var buffer = new byte[BufferLength];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                var time = Stopwatch.GetTimestamp();

                // First noted: whoever has had an answer finds the request in what was noted.
                foreach (var packet in cutter.Add(buffer.AsSpan(0, count)))
                {
                    note(time, packet);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side has closed.
        }
    }

    private void NoteRequest(long time, byte[] packet)
    {
        lock (_lock)
        {
            // The first has no header: it asks for a session.
            if (_clientHasSpoken)
            {
                _requests.Add(new SeenRequest(time, RequestReader.NameOf(packet)));
            }

            _clientHasSpoken = true;
        }
    }

    private void NoteAnswer(long time, byte[] packet)
    {
        lock (_lock)
        {
            if (_serverHasSpoken && BinaryPrimitives.ReadInt32BigEndian(packet) == NotificationId)
            {
                _notifications.Add(time);
            }

            _serverHasSpoken = true;
        }
    }
}
