using System.Net;
using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Tests;

namespace LeaderHosting.ZooKeeper.Fuzz.Client;

/// <summary>A network on which the first connections lead to hostile servers and all later ones to an honest one.</summary>
internal sealed class HostileNetwork(IReadOnlyList<ConnectionScript> scripts) : INetwork
{
    private static readonly ConnectionScript Honest = new([], int.MaxValue, ConnectionEnd.Close, Seed: 1);

    private readonly Lock _gate = new();
    private readonly List<MemoryTransport> _transports = [];
    private readonly List<Task> _servers = [];

    /// <summary>Whether the client has got through to the honest server.</summary>
    public bool IsHonest
    {
        get
        {
            lock (_gate)
            {
                return _transports.Count > scripts.Count;
            }
        }
    }

    /// <summary>The client's end of every connection so far.</summary>
    public IReadOnlyList<MemoryTransport> Transports
    {
        get
        {
            lock (_gate)
            {
                return [.. _transports];
            }
        }
    }

    /// <summary>The servers of all connections so far.</summary>
    public Task Servers
    {
        get
        {
            lock (_gate)
            {
                return Task.WhenAll(_servers);
            }
        }
    }

    public Task<IReadOnlyList<EndPoint>> ResolveAsync(ZooKeeperHost host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EndPoint>>([new DnsEndPoint(host.Host, host.Port)]);

    public Task<ITransport> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        var connection = new ScriptedConnection(endPoint);
        lock (_gate)
        {
            var script = _transports.Count < scripts.Count ? scripts[_transports.Count] : Honest;
            _transports.Add(connection.Transport);
            _servers.Add(new PlayedServer(connection, script).RunAsync());
        }

        return Task.FromResult<ITransport>(connection.Transport);
    }
}
