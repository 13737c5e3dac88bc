using System.Diagnostics;
using System.Globalization;
using System.Text;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Machines;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.Bench.Failover.Traffic;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>A handover among few and among many candidates: nobody but the next in line may be woken.</summary>
internal sealed class Herd : IExperiment
{
    private const string RequestsUntil = "requests in a handover, up to the next start";
    private const int DefaultRounds = 10;
    private const int PeersUpTo = 100;
    private const double MostRequests = 3;
    private const double LargestTimeRatio = 1.5;
    private const double PacePerTimeout = 0.4;

    // Long, so that a thousand sessions at rest leave the servers alone; and all of a rest period lies in the window that measures it.
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan RestWindow = SessionTimeout / 2;
    private static readonly int[] Sizes = [10, 100, 1000];

    /// <inheritdoc/>
    public string Name => "herd";

    /// <inheritdoc/>
    public string Description => "time and requests of a handover among 10, 100 and 1,000 candidates, and what candidates use at rest";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        await using var servers = await BenchServers.StartOneAsync();
        await using var observer = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers.ConnectionString });
        await observer.ConnectAsync();
        var (timed, counted) = (new List<HerdElection>(), new List<HerdElection>());
        try
        {
            foreach (var (library, size) in Sizes.SelectMany(size => LibrariesFor(bench, size).Select(library => (library, size))))
            {
                bench.Say($"herd, {size.ToString(CultureInfo.InvariantCulture)} of {library.Name}");
                timed.Add(await HerdElection.StartAsync(bench, library, size, SessionTimeout, servers, tap: null, observer));
                counted.Add(await HerdElection.StartAsync(bench, library, size, SessionTimeout, servers, RequestTap.Start(servers.Servers[0].Port), observer));
            }

            await Task.Delay(PacePerTimeout * SessionTimeout);
            var loads = await RestAsync(timed);
            for (var round = 0; round < (bench.Rounds ?? DefaultRounds); round++)
            {
                bench.Say($"herd, handover {round + 1}");
                foreach (var election in timed.Concat(counted))
                {
                    await election.HandOverAsync();
                }

                await Task.Delay(PacePerTimeout * SessionTimeout);
            }

            return ToResult(timed, counted, loads);
        }
        finally
        {
            foreach (var election in timed.Concat(counted))
            {
                await election.DisposeAsync();
            }
        }
    }

    private static IEnumerable<Library> LibrariesFor(Bench bench, int size) =>
        [Library.Own, .. bench.Peers.Where(peer => size <= PeersUpTo && peer.Key is ("latch" or "script"))];

    /// <summary>What each process uses when nothing happens.</summary>
    private static async Task<IReadOnlyDictionary<HerdElection, (double Processor, double Memory)>> RestAsync(List<HerdElection> elections)
    {
        var began = Stopwatch.GetTimestamp();
        var usages = elections.ConvertAll(static election => election.Usage);
        await Task.Delay(RestWindow);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return elections.Zip(usages, (election, before) => (election, Used: Spent(before, election.Usage))).ToDictionary(static e => e.election, static e => e.Used);

        (double Processor, double Memory) Spent(ProcessUsage before, ProcessUsage after) =>
            ((after.ProcessorSeconds - before.ProcessorSeconds) / seconds * 60, after.MemoryMiB);
    }

    private ExperimentResult ToResult(
        List<HerdElection> timed, List<HerdElection> counted, IReadOnlyDictionary<HerdElection, (double Processor, double Memory)> loads)
    {
        var own = timed.FindAll(static election => election.Library.IsOwn);
        var times = own.ConvertAll(static election => new Measurement("", "", "ms", election.Times).Median);
        List<Measurement> measurements =
        [
            .. timed.Select(static e => new Measurement("handover", Subject(e), "ms", e.Times)),
            .. counted.Select(static e => Count(RequestsUntil, e, static r => r.Until.Count)),
            .. counted.Select(static e => Count($"requests of the same in the {HerdElection.Aftermath.TotalMilliseconds} ms after", e, static r => r.After.Count)),
            .. counted.Select(static e => Count("sessions woken by a handover", e, static r => r.Woken)),
            .. timed.Select(e => new Measurement("processor time of all candidates at rest, a minute", Subject(e), "s", [loads[e].Processor])),
            .. timed.Select(e => new Measurement("memory of all candidates", Subject(e), "MiB", [loads[e].Memory])),
        ];
        Bar[] bars =
        [
            .. counted.Where(static e => e.Library.IsOwn).Select(static e => new Bar($"{RequestsUntil}, {e.Count} candidates", Count("", e, static r => r.Until.Count).Median, MostRequests)),
            new($"handover, {own[^1].Count} candidates: × {own[0].Count} candidates", times[^1] / times[0], LargestTimeRatio),
        ];
        return new ExperimentResult(Name, Conditions(counted), measurements, bars, ToPlots(timed, loads));

        static Measurement Count(string quantity, HerdElection election, Func<HandoverRequests, int> count) =>
            new(quantity, Subject(election), "", [.. election.Requests.Select(r => (double)count(r))]);
    }

    /// <summary>How it was measured, and which requests a handover most often consists of.</summary>
    private static string Conditions(List<HerdElection> counted)
    {
        var text = new StringBuilder($"T = {SessionTimeout.TotalSeconds} s, one server, a process for each number of candidates. Requests are counted in processes of their own, which connect through a relay: ")
            .Append("those of the session that leaves and of all that a watch tells of it, without pings and the end of the old session. Most often up to the next start; then after it:");
        foreach (var election in counted)
        {
            var usual = election.Requests.GroupBy(static r => r.ToString(), StringComparer.Ordinal).MaxBy(static same => same.Count());
            text.Append(CultureInfo.InvariantCulture, $"\n* {Subject(election)}: {usual?.Key}");
        }

        return text.ToString();
    }

    private static string Subject(HerdElection election) => $"{election.Library.Name}, {election.Count} candidates";

    private static IReadOnlyList<Plot> ToPlots(List<HerdElection> elections, IReadOnlyDictionary<HerdElection, (double Processor, double Memory)> loads)
    {
        return
        [
            new("herd-handover", "Handover", "candidates", "ms, median", IsLogarithmic: true, Lines(static e => new Measurement("", "", "", e.Times).Median)),
            new("herd-memory", "Memory of a process with all candidates", "candidates", "MiB", IsLogarithmic: true, Lines(e => loads[e].Memory)),
            new("herd-processor", "Processor time at rest of a process with all candidates", "candidates", "s a minute", IsLogarithmic: true, Lines(e => loads[e].Processor)),
        ];

        List<PlotLine> Lines(Func<HerdElection, double> value) =>
            [.. elections.GroupBy(static e => e.Library.Name, StringComparer.Ordinal).Select(library => new PlotLine(library.Key, [.. library.Select(e => ((double)e.Count, value(e)))]))];
    }
}
