using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.Bench.Contender.Bare;

/// <summary>A socket, without a client, pings a session: a few bytes go out and a few come back.</summary>
internal sealed class SocketBeat(ContenderSettings settings) : IBeat
{
    // Its length, then its number, -2, and its kind, 11.
    private static readonly byte[] Ping = [0, 0, 0, 8, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 11];

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[256];

    /// <inheritdoc/>
    public async Task ConnectAsync()
    {
        await _socket.ConnectAsync(IPEndPoint.Parse(settings.Servers));
        await ExchangeAsync(BareHandshake.Request(settings.SessionTimeout));
    }

    /// <inheritdoc/>
    public Task AskAsync() => ExchangeAsync(Ping);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends a packet, and waits for an answer, which is short enough to come in one piece.</summary>
    private async Task ExchangeAsync(byte[] packet)
    {
        await _socket.SendAsync(packet);
        if (await _socket.ReceiveAsync(_answer) == 0)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }
}
