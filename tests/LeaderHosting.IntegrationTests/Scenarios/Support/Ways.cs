using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Proxies in front of several servers, cut and healed together.</summary>
internal sealed class Ways(IEnumerable<ZooKeeperServer> servers) : IAsyncDisposable
{
    private readonly List<TcpProxy> _proxies = [.. servers.Select(static server => TcpProxy.Start(server.Port))];

    public string ConnectionString => string.Join(',', _proxies.Select(static proxy => proxy.ConnectionString));

    /// <summary>How many connections have come this way.</summary>
    public int AcceptedCount => _proxies.Sum(static proxy => proxy.AcceptedCount);

    public void Refuse(bool refuse) => _proxies.ForEach(proxy => proxy.RefuseConnections(refuse));

    public void BlackHole(TrafficDirection direction) => _proxies.ForEach(proxy => proxy.BlackHole(direction));

    public void Heal() => _proxies.ForEach(static proxy => proxy.Heal());

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }
    }
}
