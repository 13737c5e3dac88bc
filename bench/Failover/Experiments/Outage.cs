using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>What a crash costs under several session timeouts.</summary>
internal sealed class Outage : IExperiment
{
    private const int DefaultRounds = 3;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly double[] TimeoutSeconds = [1, 2, 4, 8, 16];

    /// <inheritdoc/>
    public string Name => "outage";

    /// <inheritdoc/>
    public string Description => "time without a leader after a crash, against the session timeout";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        await using var servers = await BenchServers.StartOneAsync();
        await using var observer = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers.ConnectionString });
        await observer.ConnectAsync();
        var found = new List<(double Timeout, Measurement Measurement)>();
        foreach (var seconds in TimeoutSeconds)
        {
            var timed = bench with { SessionTimeout = TimeSpan.FromSeconds(seconds) };
            foreach (var library in bench.Libraries.Where(static library => library.IsOwn || library.Key is "latch" or "kazoo"))
            {
                bench.Say($"outage, T = {seconds} s, {library.Name}");
                await using var election = await CrashElection.StartAsync(timed, library, servers);
                for (var round = 0; round < (bench.Rounds ?? DefaultRounds); round++)
                {
                    await Task.Delay(Rest);
                    await election.CrashAsync(observer, counts: true);
                }

                found.Add((seconds, election.ToMeasurements().Last() with { Quantity = $"from the kill to the next start, T = {seconds} s" }));
            }
        }

        var lines = found.GroupBy(static f => f.Measurement.Subject, StringComparer.Ordinal)
            .Select(static library => new PlotLine(library.Key, [.. library.Select(static f => (f.Timeout, f.Measurement.Median / 1000))]));
        return new ExperimentResult(
            Name,
            "One server, tickTime 500.",
            [.. found.Select(static f => f.Measurement)],
            [],
            [new Plot("outage", "Time without a leader after a crash", "session timeout, s", "s, median", IsLogarithmic: false, [.. lines])]);
    }
}
