using System.Net.Sockets;
using System.Text;

namespace LeaderHosting.Chaos.Node;

/// <summary>Writes to the harness's store over a Unix socket, which no fault of the network touches. One write at a time.</summary>
internal sealed class StoreClient(ChaosNodeOptions options) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _answer = new byte[1];

    /// <summary>Writes under a fencing token.</summary>
    /// <returns>Whether the store took it; false when it has seen a larger token.</returns>
    public async Task<bool> WriteAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        if (!_socket.Connected)
        {
            await _socket.ConnectAsync(new UnixDomainSocketEndPoint(options.Store), cancellationToken);
        }

        await _socket.SendAsync(Encoding.ASCII.GetBytes($"{options.Writer} {term.Number} {term.FencingToken}\n"), cancellationToken);
        return await _socket.ReceiveAsync(_answer, cancellationToken) == 1 && _answer[0] == (byte)'+';
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
