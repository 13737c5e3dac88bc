using System.Net;
using LeaderHosting.Chaos.Network;
using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Machines;

/// <summary>The ZooKeeper servers.</summary>
internal sealed class Ensemble : IAsyncDisposable
{
    // A follower that is cut off goes on answering its clients for syncLimit ticks: five seconds, longer than a session lives.
    private const int InitLimitTicks = 20;
    private const int SyncLimitTicks = 10;

    private Ensemble(IReadOnlyList<ZooKeeperMachine> servers)
    {
        Servers = servers;
    }

    /// <summary>The length of a tick.</summary>
    public static TimeSpan Tick { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>All of them.</summary>
    public IReadOnlyList<ZooKeeperMachine> Servers { get; }

    /// <summary>Starts one on each machine and waits until they serve.</summary>
    public static async Task<Ensemble> StartAsync(INetwork network, string folder, CancellationToken cancellationToken)
    {
        var endpoints = Enumerable.Range(0, network.Servers.Count).Select(network.EndpointsOf).ToList();
        string[] config =
        [
            $"tickTime={Tick.TotalMilliseconds:0}", $"initLimit={InitLimitTicks}", $"syncLimit={SyncLimitTicks}",
            "admin.enableServer=false", "maxClientCnxns=0", "4lw.commands.whitelist=*", "forceSync=no", "preAllocSize=1024",
            .. endpoints.Select(static (endpoint, i) => $"server.{i + 1}={endpoint.Address}:{endpoint.QuorumPort}:{endpoint.ElectionPort}"),
        ];
        var ensemble = new Ensemble(
            [.. network.Servers.Select((machine, i) => new ZooKeeperMachine(machine, endpoints[i], folder, i + 1, config))]);
        try
        {
            await ensemble.HealAsync(cancellationToken);
            return ensemble;
        }
        catch
        {
            await ensemble.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts those that do not run, and waits until all serve.</summary>
    public async Task HealAsync(CancellationToken cancellationToken)
    {
        foreach (var server in Servers.Where(static server => !server.IsRunning))
        {
            await server.StartAsync();
        }

        await Task.WhenAll(Servers.Select(server => server.WaitUntilServingAsync(cancellationToken)));
    }

    /// <summary>Kills all servers and starts them again on what they have written.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Servers.Select(static server => server.KillAsync()));
        await HealAsync(cancellationToken);
    }

    /// <summary>The server that leads the others, if one says so.</summary>
    public async Task<ZooKeeperMachine?> LeaderAsync()
    {
        var modes = await Task.WhenAll(Servers.Select(static server => server.ModeAsync()));
        return Servers.Zip(modes).FirstOrDefault(static pair => pair.Second == ZooKeeperMode.Leader).First;
    }

    /// <summary>The server that a client is connected to, and its session.</summary>
    public async Task<(ZooKeeperMachine Server, long Session)?> HostOfAsync(IPAddress client)
    {
        var sessions = await Task.WhenAll(Servers.Select(static server => server.SessionsAsync()));
        foreach (var (server, clients) in Servers.Zip(sessions))
        {
            if (clients[client].LastOrDefault() is not 0 and var session)
            {
                return (server, session);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
    }
}
