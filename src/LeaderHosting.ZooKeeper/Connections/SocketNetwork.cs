using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>TCP.</summary>
internal sealed class SocketNetwork : INetwork
{
    public static readonly SocketNetwork Instance = new();

    private SocketNetwork()
    {
    }

    public async Task<IReadOnlyList<EndPoint>> ResolveAsync(ZooKeeperHost host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Host, out var address))
        {
            return [new IPEndPoint(address, host.Port)];
        }

        var addresses = await Dns.GetHostAddressesAsync(host.Host, cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll<IPAddress, EndPoint>(addresses, found => new IPEndPoint(found, host.Port));
    }

    public async Task<ITransport> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // Requests are written whole; waiting for more to fill a segment would only delay them.
            socket.NoDelay = true;
            await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            if (Equals(socket.LocalEndPoint, socket.RemoteEndPoint))
            {
                // A port of this machine on which nothing listens can be the very one the system lends the socket: then it reaches itself.
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            return new SocketTransport(socket, endPoint);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
