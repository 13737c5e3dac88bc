using System.Diagnostics;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>The leader's process is frozen for two session timeouts: for how long after it runs on does it still say that it leads?</summary>
internal sealed class Pause : IExperiment
{
    private const int DefaultRounds = 5;
    private const int TimeoutsFrozen = 2;
    private const int MostAttempts = 5;

    // Who still says so then will say so for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <inheritdoc/>
    public string Name => "pause";

    /// <inheritdoc/>
    public string Description => "the leader is frozen for two session timeouts: for how long after it runs on does it say that it leads";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        await using var servers = await BenchServers.StartOneAsync();
        var times = bench.Libraries.ToDictionary(static library => library, static _ => new List<double>());
        for (var round = 0; round < (bench.Rounds ?? DefaultRounds); round++)
        {
            bench.Say($"pause, round {round + 1}");
            foreach (var library in bench.Libraries)
            {
                times[library].Add(await FreezeLeaderAsync(bench, library, servers.ConnectionString));
            }
        }

        return new ExperimentResult(
            Name,
            $"T = {bench.SessionTimeout.TotalSeconds} s, one server; ∞: it had not ceased to say so {Patience.TotalSeconds} s later.",
            [.. times.Select(static library => new Measurement("says that it leads after SIGCONT, for", library.Key.Name, "ms", library.Value))],
            [new("longest, ms", times[Library.Own].Max(), 0)],
            []);
    }

    private static async Task<double> FreezeLeaderAsync(Bench bench, Library library, string servers)
    {
        for (var i = 0; i < MostAttempts; i++)
        {
            if (await FreezeAsync(bench, library, servers) is { } time)
            {
                return time;
            }
        }

        throw new InvalidOperationException($"{library.Name} did not lead when it was about to be frozen, {MostAttempts} times in a row.");
    }

    private static async Task<double?> FreezeAsync(Bench bench, Library library, string servers)
    {
        var group = Bench.NewGroup($"pause-{library.Key}");
        await using var pair = await PollPair.StartAsync(library, () => StartAsync("a"), () => StartAsync("b"));
        var (leaderMark, waitingMark) = (pair.Leader.Mark, pair.Waiting.Mark);
        await pair.Leader.PauseAsync();
        await Task.Delay(TimeoutsFrozen * bench.SessionTimeout);
        if (!pair.Leads)
        {
            return null;
        }

        await pair.TakeoverAsync(waitingMark);
        var continued = Stopwatch.GetTimestamp();
        pair.Leader.Resume();
        return await pair.LastTrueAsync(leaderMark, Patience) is { } last ? Math.Max(0, Bench.Milliseconds(last - continued)) : double.PositiveInfinity;

        Task<ContenderProcess> StartAsync(string prefix) =>
            ContenderProcess.StartAsync(bench.Programs, library, servers, group, bench.SessionTimeout, prefix: prefix, poll: true);
    }
}
