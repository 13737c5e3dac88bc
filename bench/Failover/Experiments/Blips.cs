using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Each of three servers is restarted in turn, under load: nobody's services may be stopped.</summary>
internal sealed class Blips : IExperiment
{
    private const int DefaultRounds = 3;
    private const int Contenders = 3;
    private const int RequestsAtOnce = 8;
    private static readonly TimeSpan LongSessionTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Name => "blips";

    /// <inheritdoc/>
    public string Description => "changes of role while each of three servers is restarted in turn, under load";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        var changes = new List<(Library Library, TimeSpan Timeout, List<double> Counts)>();
        var gaps = new List<CommitGaps>();
        foreach (var timeout in new[] { bench.SessionTimeout, LongSessionTimeout }.Distinct())
        {
            gaps.Add(new CommitGaps(timeout));
            changes.AddRange(bench.Libraries.Where(static library => !library.NewestLeads).Select(library => (library, timeout, new List<double>())));
        }

        for (var round = 0; round < (bench.Rounds ?? DefaultRounds); round++)
        {
            bench.Say($"blips, round {round + 1}");
            await using var servers = await BenchServers.StartThreeAsync();
            await RestartAllAsync(bench, servers, changes, gaps);
        }

        return new ExperimentResult(
            Name,
            "Three servers, each restarted once in a round, the leader last. A role that is lost and taken is two changes.",
            [
                .. changes.Select(static c => new Measurement($"changes of role, T = {c.Timeout.TotalSeconds} s", c.Library.Name, "", c.Counts)),
                .. gaps.SelectMany(static g => g.ToMeasurements()),
            ],
            [.. changes.Where(static c => c.Library.IsOwn).Select(static c => new Bar($"changes of role in all, T = {c.Timeout.TotalSeconds} s", c.Counts.Sum(), 0))],
            []);
    }

    private static async Task RestartAllAsync(
        Bench bench, BenchServers servers, List<(Library Library, TimeSpan Timeout, List<double> Counts)> changes, List<CommitGaps> gaps)
    {
        var processes = new List<ContenderProcess>();
        var pulses = new List<CommitPulse>();
        using var ending = new CancellationTokenSource();
        await using var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers.ConnectionString });
        try
        {
            await client.ConnectAsync();
            foreach (var (library, timeout, _) in changes)
            {
                processes.Add(await StartAsync(bench, library, timeout, servers.ConnectionString));
            }

            foreach (var gap in gaps)
            {
                pulses.Add(await CommitPulse.StartAsync(servers.ConnectionString, gap.Timeout));
            }

            var marks = processes.ConvertAll(static process => process.Events.Count());
            var load = Task.WhenAll(Enumerable.Range(0, RequestsAtOnce).Select(_ => LoadAsync(client, ending.Token)));
            await servers.RestartInTurnAsync(async wasLeader =>
            {
                var longest = await Task.WhenAll(pulses.Select(static pulse => pulse.TakeLongestGapAsync()));
                foreach (var (gap, time) in gaps.Zip(longest))
                {
                    (wasLeader ? gap.Leader : gap.Followers).Add(time);
                }
            });
            await Task.Delay(bench.SessionTimeout);
            await ending.CancelAsync();
            await load;
            for (var i = 0; i < processes.Count; i++)
            {
                changes[i].Counts.Add(processes[i].Events.Skip(marks[i]).Count(static e => e.Kind is "LEADER" or "LOST" or "LEAVING"));
            }
        }
        finally
        {
            foreach (var owned in processes.Concat<IAsyncDisposable>(pulses))
            {
                await owned.DisposeAsync();
            }
        }
    }

    private static async Task<ContenderProcess> StartAsync(Bench bench, Library library, TimeSpan timeout, string servers)
    {
        var process = await ContenderProcess.StartAsync(bench.Programs, library, servers, Bench.NewGroup($"blips-{library.Key}"), timeout, Contenders);
        for (var i = 0; i < Contenders; i++)
        {
            await process.TellAsync($"join c{i}");
        }

        await process.WaitAsync(0, static e => e.Kind == "LEADER", "a leader", Patience);
        return process;
    }

    /// <summary>Writes one thing after another; what a restart loses is not made up for.</summary>
    private static async Task LoadAsync(ZooKeeperClient client, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                var created = await client.CreateAsync("/load-", new byte[64], CreateMode.EphemeralSequential, cancellationToken: ending);
                await client.DeleteAsync(created.Path, cancellationToken: ending);
            }
            catch (Exception e) when (e is ZooKeeperException or OperationCanceledException)
            {
                // A server has just been stopped, or it is over.
            }
        }
    }

    /// <summary>The longest time at each restart in which a session of this timeout, independent of the elections, had no commit answered, in milliseconds.</summary>
    private sealed record CommitGaps(TimeSpan Timeout)
    {
        /// <summary>While a follower was restarted.</summary>
        public List<double> Followers { get; } = [];

        /// <summary>While the servers' leader was.</summary>
        public List<double> Leader { get; } = [];

        /// <summary>Both, as rows.</summary>
        public IEnumerable<Measurement> ToMeasurements()
        {
            var quantity = $"longest time without an answered commit, T = {Timeout.TotalSeconds} s";
            return [new(quantity, "bound: a follower is restarted", "ms", Followers), new(quantity, "bound: the servers' leader is restarted", "ms", Leader)];
        }
    }
}
