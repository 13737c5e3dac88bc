using System.Diagnostics;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>A clean handover: from the last stop of the old leader's services to the start of the next one's.</summary>
internal sealed class Handover : IExperiment
{
    private const int DefaultRounds = 200;

    /// <summary>Soon after one another, until each runtime (.NET and Java compile again what is called often) has no more to optimize.</summary>
    private const int MostQuickRounds = 300;
    private const int QuickRoundsPerRound = 2;
    private const int WarmUpRounds = 20;
    private const double LargestRatioToFloor = 1.6;
    private const double LargestRatioToPeer = 0.5;

    // Whoever comes second learns of it within T/3, and then keeps its lease warm.
    private const double PacePerTimeout = 0.4;

    /// <summary>Before each handover. What the one before it has left to do, such as to join again, would cost whoever comes next half as much again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(120);

    /// <inheritdoc/>
    public string Name => "handover";

    /// <inheritdoc/>
    public string Description => "from the last stop of the old leader's services to the start of the next one's, on one server and on three";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        var measurements = new List<Measurement>();
        var bars = new List<Bar>();
        foreach (var start in new[] { BenchServers.StartOneAsync, BenchServers.StartThreeAsync })
        {
            await using var servers = await start();
            bench.Say($"handover on {servers.Name}");
            var found = await MeasureAsync(bench, servers);
            measurements.AddRange(found);
            bars.AddRange(ToBars(servers.Name, found));
        }

        return new ExperimentResult(Name, $"T = {bench.SessionTimeout.TotalSeconds} s, three contenders each, in turn.", measurements, bars, []);
    }

    private static async Task<List<Measurement>> MeasureAsync(Bench bench, BenchServers servers)
    {
        var quantity = $"handover, {servers.Name}";
        var elections = new List<HandoverElection>();
        try
        {
            foreach (var library in (IEnumerable<Library>)[Library.BareWatch, Library.BareHandover, .. bench.Libraries])
            {
                elections.Add(await HandoverElection.StartAsync(bench, library, servers));
            }

            var rounds = bench.Rounds ?? DefaultRounds;
            for (var i = 0; i < Math.Min(MostQuickRounds, QuickRoundsPerRound * rounds); i++)
            {
                foreach (var election in elections)
                {
                    await election.HandOverAsync(counts: false);
                }

                // Whoever has left gives way for a moment before it joins again; with two of them away there would be nobody to hand over to.
                await Task.Delay(Rest);
            }

            for (var round = -WarmUpRounds; round < rounds; round++)
            {
                var began = Stopwatch.GetTimestamp();
                foreach (var election in int.IsEvenInteger(round) ? elections : Enumerable.Reverse(elections))
                {
                    await Task.Delay(Rest);
                    await election.HandOverAsync(counts: round >= 0);
                }

                var rest = (PacePerTimeout * bench.SessionTimeout) - Stopwatch.GetElapsedTime(began);
                await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero);
            }

            return [.. elections.Select(election => election.ToMeasurement(quantity))];
        }
        finally
        {
            foreach (var election in elections)
            {
                await election.DisposeAsync();
            }
        }
    }

    private static IEnumerable<Bar> ToBars(string servers, List<Measurement> found)
    {
        var (floor, own) = (found[0], found.Single(static m => m.Subject == Library.Own.Name));
        List<Measurement> peers = [.. found.SkipWhile(m => m != own).Skip(1)];
        yield return new($"median, {servers}: × the floor", own.Median / floor.Median, LargestRatioToFloor);
        if (peers.Count > 0)
        {
            yield return new($"median, {servers}: × the best peer", own.Median / peers.Min(static peer => peer.Median), LargestRatioToPeer);
            yield return new($"p99, {servers}: × the best peer", own.P99 / peers.Min(static peer => peer.P99), 1);
        }
    }
}
