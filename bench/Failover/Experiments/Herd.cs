using System.Diagnostics;
using System.Globalization;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Machines;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>A handover among few and among many candidates: nobody but the next in line may be woken.</summary>
internal sealed class Herd : IExperiment
{
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
        var elections = new List<HerdElection>();
        try
        {
            foreach (var (library, size) in Sizes.SelectMany(size => LibrariesFor(bench, size).Select(library => (library, size))))
            {
                bench.Say($"herd, {size.ToString(CultureInfo.InvariantCulture)} of {library.Name}");
                elections.Add(await HerdElection.StartAsync(bench, library, size, SessionTimeout, servers, observer));
            }

            await Task.Delay(PacePerTimeout * SessionTimeout);
            var (atRest, loads) = await RestAsync(servers, elections);
            for (var round = 0; round < (bench.Rounds ?? DefaultRounds); round++)
            {
                bench.Say($"herd, handover {round + 1}");
                foreach (var election in elections)
                {
                    await election.HandOverAsync(atRest);
                }

                await Task.Delay(PacePerTimeout * SessionTimeout);
            }

            return ToResult(elections, loads);
        }
        finally
        {
            foreach (var election in elections)
            {
                await election.DisposeAsync();
            }
        }
    }

    private static IEnumerable<Library> LibrariesFor(Bench bench, int size) =>
        [Library.Own, .. bench.Peers.Where(peer => size <= PeersUpTo && peer.Key is ("latch" or "script"))];

    /// <summary>Watches for a while how many requests a second come when nothing happens, and what each process uses.</summary>
    private static async Task<(double Requests, IReadOnlyDictionary<HerdElection, (double Processor, double Memory)> Loads)> RestAsync(
        BenchServers servers, List<HerdElection> elections)
    {
        var began = Stopwatch.GetTimestamp();
        var packets = await servers.PacketsReceivedAsync();
        var usages = elections.ConvertAll(static election => election.Usage);
        await Task.Delay(RestWindow);
        var received = await servers.PacketsReceivedAsync() - packets;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var loads = elections.Zip(usages, (election, before) => (election, Used: Spent(before, election.Usage))).ToDictionary(static e => e.election, static e => e.Used);
        return (received / seconds, loads);

        (double Processor, double Memory) Spent(ProcessUsage before, ProcessUsage after) =>
            ((after.ProcessorSeconds - before.ProcessorSeconds) / seconds * 60, after.MemoryMiB);
    }

    private ExperimentResult ToResult(List<HerdElection> elections, IReadOnlyDictionary<HerdElection, (double Processor, double Memory)> loads)
    {
        var own = elections.FindAll(static election => election.Library.IsOwn);
        var times = own.ConvertAll(static election => new Measurement("", "", "ms", election.Times).Median);
        List<Measurement> measurements =
        [
            .. elections.Select(static e => new Measurement("handover", Subject(e), "ms", e.Times)),
            .. elections.Select(static e => new Measurement("requests in a handover", Subject(e), "", e.Requests)),
            .. elections.Select(e => new Measurement("processor time of all candidates at rest, a minute", Subject(e), "s", [loads[e].Processor])),
            .. elections.Select(e => new Measurement("memory of all candidates", Subject(e), "MiB", [loads[e].Memory])),
        ];
        Bar[] bars =
        [
            .. own.Select(static e => new Bar($"requests in a handover, {e.Count} candidates", new Measurement("", "", "", e.Requests).Median, MostRequests)),
            new($"handover, {own[^1].Count} candidates: × {own[0].Count} candidates", times[^1] / times[0], LargestTimeRatio),
        ];
        return new ExperimentResult(Name, $"T = {SessionTimeout.TotalSeconds} s, one server, a process for each number of candidates.", measurements, bars, ToPlots(elections, loads));
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
