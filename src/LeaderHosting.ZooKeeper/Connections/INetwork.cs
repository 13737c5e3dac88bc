using System.Net;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>The network as the client sees it. A seam: tests put memory in its place.</summary>
internal interface INetwork
{
    /// <summary>Finds the addresses of a server; at least one. Asked again at every attempt, because servers move.</summary>
    Task<IReadOnlyList<EndPoint>> ResolveAsync(ZooKeeperHost host, CancellationToken cancellationToken);

    /// <summary>Opens a connection to one address.</summary>
    Task<ITransport> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken);
}
