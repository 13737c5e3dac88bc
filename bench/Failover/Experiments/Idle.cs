using System.Diagnostics;
using System.Globalization;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Machines;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>A leader that nothing happens to, a process for each library, all at the same time: what does it use?</summary>
internal sealed class Idle : IExperiment
{
    private const double MostProcessorSeconds = 0.05;
    private const double MostBytesPerSecond = 2048;
    private const double KazooTolerance = 1.1;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public string Name => "idle";

    /// <inheritdoc/>
    public string Description => "processor time, memory and allocations of a leader in a minute in which nothing happens";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        await using var servers = await BenchServers.StartOneAsync();
        IReadOnlyList<Library> libraries = [.. bench.LibrariesAndPublished, Library.OwnWithoutSpinning, .. Library.Bare];
        var processes = new List<ContenderProcess>();
        try
        {
            foreach (var library in libraries)
            {
                var process = await ContenderProcess.StartAsync(
                    bench.Programs, library, servers.ConnectionString, Bench.NewGroup($"idle-{library.Key}"), bench.SessionTimeout);
                processes.Add(process);
                await process.TellAsync("join c0");
                await process.WaitAsync(0, static e => e.Kind == "LEADER", "a leader", Patience);
            }

            await Task.Delay(WarmUp);
            var samples = libraries.ToDictionary(static library => library, static _ => new List<Sample>());
            for (var minute = 0; minute < (bench.Rounds ?? 1); minute++)
            {
                bench.Say($"idle, minute {minute + 1}");
                var found = await MeasureMinuteAsync(processes, libraries);
                foreach (var (library, sample) in libraries.Zip(found))
                {
                    samples[library].Add(sample);
                }
            }

            return ToResult(bench, samples);
        }
        finally
        {
            foreach (var process in processes)
            {
                await process.DisposeAsync();
            }
        }
    }

    private static async Task<IReadOnlyList<Sample>> MeasureMinuteAsync(List<ContenderProcess> processes, IReadOnlyList<Library> libraries)
    {
        var before = await Task.WhenAll(processes.Zip(libraries, LookAsync));
        await Task.Delay(TimeSpan.FromMinutes(1));
        var after = await Task.WhenAll(processes.Zip(libraries, LookAsync));
        return [.. before.Zip(after, static (one, two) =>
        {
            var minutes = Stopwatch.GetElapsedTime(one.Time, two.Time).TotalMinutes;
            return new Sample(
                (two.Usage.ProcessorSeconds - one.Usage.ProcessorSeconds) / minutes,
                two.Usage.MemoryMiB,
                two.Usage.Threads,
                (two.Allocated - one.Allocated) / minutes / 60);
        })];
    }

    private static async Task<(long Time, ProcessUsage Usage, double Allocated)> LookAsync(ContenderProcess process, Library library)
    {
        var allocated = double.NaN;
        if (library.TellsAllocations)
        {
            var mark = process.Mark;
            await process.TellAsync("allocated");
            allocated = (await process.WaitAsync(mark, static e => e.Kind == "ALLOCATED", "its allocations", Patience)).DetailTime();
        }

        return (Stopwatch.GetTimestamp(), ProcessUsage.Of(process.ProcessId), allocated);
    }

    private ExperimentResult ToResult(Bench bench, Dictionary<Library, List<Sample>> samples)
    {
        List<Measurement> measurements =
        [
            .. Measure("processor time a minute", "s", static s => s.ProcessorSeconds),
            .. Measure("memory", "MiB", static s => s.MemoryMiB),
            .. Measure("threads", "", static s => s.Threads),
            .. Measure("allocated a second", "bytes", static s => s.BytesPerSecond).Where(static m => !double.IsNaN(m.Median)),
        ];
        List<Bar> bars =
        [
            new("processor time a minute, s", Own("processor time a minute").Median, MostProcessorSeconds),
            new("allocated a second, bytes", Own("allocated a second").Median, MostBytesPerSecond),
        ];
        if (bench.Peers.Contains(Library.Latch))
        {
            bars.Add(new("memory: × Curator's", Own("memory").Median / Of("memory", Library.Latch).Median, 1));
        }

        if (bench.Published && bench.Peers.Contains(Library.Kazoo))
        {
            bars.Add(new("memory, native AOT: × kazoo's", Of("memory", Library.OwnNative).Median / Of("memory", Library.Kazoo).Median, KazooTolerance));
        }

        return new ExperimentResult(
            Name, string.Create(CultureInfo.InvariantCulture, $"T = {bench.SessionTimeout.TotalSeconds} s, one server, all at the same time."), measurements, bars, []);

        IEnumerable<Measurement> Measure(string quantity, string unit, Func<Sample, double> value) =>
            samples.Select(library => new Measurement(quantity, library.Key.Name, unit, [.. library.Value.Select(value)]));

        Measurement Own(string quantity) => Of(quantity, Library.Own);

        Measurement Of(string quantity, Library library) => measurements.Single(m => m.Quantity == quantity && m.Subject == library.Name);
    }

    private sealed record Sample(double ProcessorSeconds, double MemoryMiB, double Threads, double BytesPerSecond);
}
