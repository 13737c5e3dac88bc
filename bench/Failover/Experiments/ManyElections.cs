using System.Diagnostics;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Machines;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Many elections on one session: until all lead, until all are given up, and until all are back after the session was lost.</summary>
internal sealed class ManyElections : IExperiment
{
    private const int DefaultRounds = 20;
    private const int WarmUpRounds = 3;
    private const int RoundsWithLoss = 3;
    private const int PeersUpTo = 1000;
    private const double LargestRatioToCurator = 0.3;
    private const double MostRequests = 2;
    private const double MostMillisecondsToClose = 50;
    private const int TimeoutsFrozen = 2;
    private const int JudgedSize = 1000;
    private const int PausedDetail = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Before all are given up, and before they begin again: what a runtime compiles for the next round it does meanwhile, for all alike.</summary>
    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan RestWindow = TimeSpan.FromSeconds(5);
    private static readonly int[] Sizes = [10, 100, JudgedSize, 10_000];

    /// <inheritdoc/>
    public string Name => "many";

    /// <inheritdoc/>
    public string Description => "10 to 10,000 elections on one session: until all lead, until all are given up, until all are back after a lost session";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        await using var servers = await BenchServers.StartOneAsync();
        var found = new List<(Library Library, int Size, ManyFigures Figures)>();
        foreach (var size in Sizes)
        {
            foreach (var library in LibrariesFor(bench, size))
            {
                bench.Say($"many, {size} of {library.Name}");
                var figures = new ManyFigures();
                found.Add((library, size, figures));
                try
                {
                    await MeasureAsync(bench, library, size, servers, figures);
                }
                catch (TimeoutException timeout)
                {
                    // That, too, is a result.
                    bench.Say(timeout.Message);
                    figures.Lead.Add(double.PositiveInfinity);
                }
            }
        }

        return ToResult(bench, found);
    }

    private static IEnumerable<Library> LibrariesFor(Bench bench, int size) =>
        [Library.ManyOwn, Library.ManyBare, .. Library.ManyPeers.Where(peer => size <= PeersUpTo && bench.Peers.Any(chosen => peer.Key.Contains(chosen.Key, StringComparison.Ordinal)))];

    private static async Task MeasureAsync(Bench bench, Library library, int size, BenchServers servers, ManyFigures figures)
    {
        await using var process = await ContenderProcess.StartAsync(
            bench.Programs, library, servers.ConnectionString, Bench.NewGroup(library.Key), bench.SessionTimeout, size);
        var rounds = bench.Rounds ?? DefaultRounds;
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var mark = process.Mark;
            var packets = await servers.PacketsReceivedAsync();
            await process.TellAsync("go");
            var all = await process.WaitAsync(mark, static e => e.Kind == "ALL", "all to lead", Patience);
            var requests = await servers.PacketsReceivedAsync() - packets - servers.Servers.Count;
            if (round == rounds - 1)
            {
                await RestAsync(process, figures);
            }

            var isLost = library.RejoinsByItself && round >= Math.Max(0, rounds - RoundsWithLoss);
            if (isLost)
            {
                figures.Back.Add(await LoseSessionAsync(bench, process));
                if (double.IsInfinity(figures.Back[^1]))
                {
                    // That, too, is a result, and whatever the process is busy with would spoil the next.
                    return;
                }
            }

            await Task.Delay(BetweenSteps);
            mark = process.Mark;
            await process.TellAsync("close");
            var closed = await process.WaitAsync(mark, static e => e.Kind == "CLOSED", "all to be given up", Patience);
            if (round >= 0)
            {
                figures.Lead.Add(Bench.Milliseconds(all.Time - all.DetailTime()));
                if (all.Details.Count > PausedDetail)
                {
                    figures.Paused.Add(Bench.Milliseconds(all.DetailTime(PausedDetail)));
                }

                if (!isLost)
                {
                    figures.Close.Add(Bench.Milliseconds(closed.Time - closed.DetailTime()));
                }

                figures.Requests.Add((double)requests / size);
            }

            await Task.Delay(BetweenSteps);
        }
    }

    private static async Task RestAsync(ContenderProcess process, ManyFigures figures)
    {
        var before = ProcessUsage.Of(process.ProcessId);
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(RestWindow);
        var after = ProcessUsage.Of(process.ProcessId);
        figures.Memory.Add(after.MemoryMiB);
        figures.Processor.Add((after.ProcessorSeconds - before.ProcessorSeconds) / Stopwatch.GetElapsedTime(began).TotalMinutes);
    }

    /// <summary>Freezes the process until its session has expired.</summary>
    /// <returns>How many milliseconds after it runs on all lead again; infinite if they don't.</returns>
    private static async Task<double> LoseSessionAsync(Bench bench, ContenderProcess process)
    {
        var mark = process.Mark;
        await process.PauseAsync();
        await Task.Delay(TimeoutsFrozen * bench.SessionTimeout);
        var continued = Stopwatch.GetTimestamp();
        process.Resume();
        try
        {
            return Bench.Milliseconds((await process.WaitAsync(mark, static e => e.Kind == "ALL", "all to lead again", Patience)).Time - continued);
        }
        catch (TimeoutException timeout)
        {
            bench.Say(timeout.Message);
            return double.PositiveInfinity;
        }
    }

    private ExperimentResult ToResult(Bench bench, List<(Library Library, int Size, ManyFigures Figures)> found)
    {
        List<Measurement> measurements =
        [
            .. Measure("until all lead", "ms", static f => f.Lead),
            .. Measure("of that, stopped for the collection of garbage", "ms", static f => f.Paused),
            .. Measure("requests an election", "", static f => f.Requests),
            .. Measure("until all are given up", "ms", static f => f.Close),
            .. Measure("until all lead again after a lost session", "ms", static f => f.Back),
            .. Measure("memory of the process", "MiB", static f => f.Memory),
            .. Measure("processor time at rest, a minute", "s", static f => f.Processor),
        ];
        var own = found.Single(static f => f.Library == Library.ManyOwn && f.Size == JudgedSize).Figures;
        List<Bar> bars =
        [
            new("requests an election, 1,000 elections", Median(own.Requests), MostRequests),
            new("until all are given up, 1,000 elections, ms", Median(own.Close), MostMillisecondsToClose),
        ];
        if (found.Find(static f => f.Library.Key == "many-latches" && f.Size == JudgedSize) is { Figures: { } curator })
        {
            bars.Add(new("until all of 1,000 lead: × Curator's", Median(own.Lead) / Median(curator.Lead), LargestRatioToCurator));
            bars.Add(new("until all of 1,000 are back after a lost session: × until all of Curator's lead at first", Median(own.Back) / Median(curator.Lead), LargestRatioToCurator));
        }

        return new ExperimentResult(
            Name, $"T = {bench.SessionTimeout.TotalSeconds} s, one server, warm processes, half a second's rest before each step, and all garbage collected before the elections begin. Ours makes its session in the time until all lead, the others before.", measurements, bars,
            [
                new("many-lead", "Until all elections of a session lead", "elections", "ms, median", IsLogarithmic: true, Lines(static f => f.Lead)),
                new("many-memory", "Memory of a process", "elections", "MiB", IsLogarithmic: true, Lines(static f => f.Memory)),
                new("many-processor", "Processor time at rest of a process", "elections", "s a minute", IsLogarithmic: true, Lines(static f => f.Processor)),
            ]);

        IEnumerable<Measurement> Measure(string quantity, string unit, Func<ManyFigures, List<double>> value) => found
            .Where(f => value(f.Figures).Count > 0)
            .Select(f => new Measurement(quantity, $"{f.Library.Name}, {f.Size} elections", unit, value(f.Figures)));

        List<PlotLine> Lines(Func<ManyFigures, List<double>> value) =>
            [.. found.GroupBy(static f => f.Library.Name, StringComparer.Ordinal).Select(library => new PlotLine(library.Key, [.. library.Select(f => ((double)f.Size, Median(value(f.Figures)))).Where(static point => double.IsFinite(point.Item2))]))];
    }

    private static double Median(List<double> samples) => new Measurement("", "", "", samples).Median;

    /// <summary>What is measured of one library and one number of elections.</summary>
    private sealed class ManyFigures
    {
        public List<double> Lead { get; } = [];

        public List<double> Paused { get; } = [];

        public List<double> Requests { get; } = [];

        public List<double> Close { get; } = [];

        public List<double> Back { get; } = [];

        public List<double> Memory { get; } = [];

        public List<double> Processor { get; } = [];
    }
}
