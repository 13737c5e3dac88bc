using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.TestKit;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>One server; the leader's connection to it swallows everything, and nobody is told.</summary>
internal sealed class BlackHoleStage : ICutStage
{
    private readonly Bench _bench;
    private readonly BenchServers _servers;
    private readonly TcpProxy _proxy;

    private BlackHoleStage(Bench bench, BenchServers servers)
    {
        _bench = bench;
        _servers = servers;
        _proxy = TcpProxy.Start(servers.Servers[0].Port);
    }

    /// <inheritdoc/>
    public string Name => "the leader's connection is a black hole";

    /// <summary>Starts it.</summary>
    public static async Task<ICutStage> StartAsync(Bench bench) => new BlackHoleStage(bench, await BenchServers.StartOneAsync());

    /// <inheritdoc/>
    public Task<ContenderProcess> StartLeaderAsync(Library library, string group) => StartAsync(library, _proxy.ConnectionString, group, "a");

    /// <inheritdoc/>
    public Task<ContenderProcess> StartWaitingAsync(Library library, string group) => StartAsync(library, _servers.ConnectionString, group, "b");

    /// <inheritdoc/>
    public IDisposable Cut()
    {
        _proxy.BlackHole();
        return new Healing(_proxy);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _servers.DisposeAsync();
    }

    private Task<ContenderProcess> StartAsync(Library library, string servers, string group, string prefix) =>
        ContenderProcess.StartAsync(_bench.Programs, library, servers, group, _bench.SessionTimeout, prefix: prefix, poll: true);

    private sealed class Healing(TcpProxy proxy) : IDisposable
    {
        public void Dispose() => proxy.Heal(dropConnections: true);
    }
}
