using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>The network between the leader and the quorum is cut, in two places: do two lead, and for how long does nobody?</summary>
internal sealed class Cut : IExperiment
{
    private const int DefaultRounds = 5;

    private static readonly Func<Bench, Task<ICutStage>>[] Stages = [BlackHoleStage.StartAsync, FollowerCutStage.StartAsync];

    /// <inheritdoc/>
    public string Name => "cut";

    /// <inheritdoc/>
    public string Description => "the leader is cut off from its server, or its server from the quorum: for how long do two lead, or nobody";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        var measurements = new List<Measurement>();
        var bars = new List<Bar>();
        foreach (var start in Stages)
        {
            await using var stage = await start(bench);
            var found = await MeasureAsync(bench, stage);
            measurements.AddRange(found);
            foreach (var own in found.Where(static m => m.Subject == Library.Own.Name || m.Subject == Library.OwnWithShortStop.Name))
            {
                bars.Add(new($"{own.Subject}, {stage.Name}: shortest time without a leader, ms", own.Samples.Min(), 0, AtLeast: true));
                if (found.Find(static m => m.Subject == Library.Latch.Name) is { Median: > 0 } latch)
                {
                    bars.Add(new($"{own.Subject}, {stage.Name}: time without a leader × Curator's", own.Median / latch.Median, 1));
                }
            }
        }

        return new ExperimentResult(
            Name, $"T = {bench.SessionTimeout.TotalSeconds} s, tickTime 500. Time without a leader; below zero, two led. -∞: the old one did not cease to.", measurements, bars, []);
    }

    private static async Task<List<Measurement>> MeasureAsync(Bench bench, ICutStage stage)
    {
        var libraries = LibrariesFor(bench);
        var gaps = libraries.ToDictionary(static library => library, static _ => new List<double>());
        for (var round = 0; round < (bench.Rounds ?? DefaultRounds); round++)
        {
            bench.Say($"cut, {stage.Name}, round {round + 1}");
            foreach (var library in libraries)
            {
                gaps[library].Add(await CutAsync(bench, library, stage));
            }
        }

        return [.. gaps.Select(library => new Measurement($"without a leader: {stage.Name}", library.Key.Name, "ms", library.Value))];
    }

    /// <summary>Ours also with a stop budget as short as what the peers leave their services.</summary>
    private static Library[] LibrariesFor(Bench bench) => [Library.Own, Library.OwnWithShortStop, .. bench.Peers];

    private static async Task<double> CutAsync(Bench bench, Library library, ICutStage stage)
    {
        var group = Bench.NewGroup($"cut-{library.Key}");
        await using var pair = await PollPair.StartAsync(
            library, () => stage.StartLeaderAsync(library, group), () => stage.StartWaitingAsync(library, group));
        var (leaderMark, waitingMark) = (pair.Leader.Mark, pair.Waiting.Mark);
        using (stage.Cut())
        {
            var takeover = await pair.TakeoverAsync(waitingMark);
            var last = await pair.LastTrueAsync(leaderMark, 4 * bench.SessionTimeout);
            return last is { } time ? Bench.Milliseconds(takeover - time) : double.NegativeInfinity;
        }
    }
}
