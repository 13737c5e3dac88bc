using System.Globalization;
using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace LeaderHosting.Bench.Failover.Servers;

/// <summary>The ZooKeeper servers that a measurement runs on: one, or three that form an ensemble.</summary>
internal sealed partial class BenchServers : IAsyncDisposable
{
    // As in production, where the tests' servers would rather start fast: optimised code, and every commit waits for the disk.
    private static readonly ZooKeeperSettings Settings = new()
    {
        JvmArguments = ["-XX:TieredStopAtLevel=4", "-Xmx384m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dzookeeper.globalOutstandingLimit=10000"],
        Extra = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["forceSync"] = "yes",
            ["preAllocSize"] = "65536",
            ["maxSessionTimeout"] = "60000",
        },
    };

    private readonly IAsyncDisposable _owner;

    private BenchServers(string name, IAsyncDisposable owner, IReadOnlyList<ZooKeeperServer> servers)
    {
        Name = name;
        _owner = owner;
        Servers = servers;
    }

    /// <summary>What tables call them.</summary>
    public string Name { get; }

    /// <summary>The servers.</summary>
    public IReadOnlyList<ZooKeeperServer> Servers { get; }

    /// <summary>How to reach all of them.</summary>
    public string ConnectionString => string.Join(',', Servers.Select(static server => server.ConnectionString));

    /// <summary>Starts one server.</summary>
    public static async Task<BenchServers> StartOneAsync()
    {
        var server = await ZooKeeperServer.StartAsync(Settings);
        return new BenchServers("one server", server, [server]);
    }

    /// <summary>Starts three.</summary>
    public static async Task<BenchServers> StartThreeAsync()
    {
        var ensemble = await ZooKeeperEnsemble.StartAsync(Settings);
        return new BenchServers("three servers", ensemble, ensemble.Servers);
    }

    /// <summary>How many packets all of them have received from clients.</summary>
    public async Task<long> PacketsReceivedAsync()
    {
        var counts = await Task.WhenAll(Servers.Select(static async server =>
            long.Parse(PacketsLine().Match(await server.FourLetterAsync("mntr")).Groups["count"].Value, CultureInfo.InvariantCulture)));

        // The question itself is one.
        return counts.Sum() - counts.Length;
    }

    /// <summary>Restarts one after the other, the leader of an ensemble last; each serves again before the next one stops.</summary>
    /// <param name="restarted">Called after each, with whether it has led the others.</param>
    public async Task RestartInTurnAsync(Func<bool, Task> restarted)
    {
        if (_owner is ZooKeeperEnsemble ensemble)
        {
            await ensemble.RollingRestartAsync(restarted);
            return;
        }

        await Servers[0].RestartAsync();
        await restarted(true);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    [GeneratedRegex(@"^zk_packets_received\s+(?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PacketsLine();
}
