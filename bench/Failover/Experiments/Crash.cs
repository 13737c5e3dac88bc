using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>The leader's process is killed: how soon after its node is gone does the next one's work start?</summary>
internal sealed class Crash : IExperiment
{
    private const int DefaultRounds = 15;
    private const int WarmUpRounds = 1;

    // Long enough for whoever is next to know it and to hold a lease; a crash a moment after a crash costs a little more.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => "crash";

    /// <inheritdoc/>
    public string Description => "the leader is killed: from the deletion of its node, as an independent session sees it, to the next start";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        await using var servers = await BenchServers.StartOneAsync();
        await using var observer = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers.ConnectionString });
        await observer.ConnectAsync();
        await using var sessions = await SessionPair.StartAsync(servers.ConnectionString, "claim");
        var bound = await ClaimFloor.StartAsync(sessions);
        var boundTimes = new List<double>();
        var elections = new List<CrashElection>();
        try
        {
            foreach (var library in bench.LibrariesAndPublished)
            {
                elections.Add(await CrashElection.StartAsync(bench, library, servers));
            }

            var rounds = bench.Rounds ?? DefaultRounds;
            for (var round = -WarmUpRounds; round < rounds; round++)
            {
                bench.Say($"crash, round {round + WarmUpRounds + 1} of {rounds + WarmUpRounds}");
                await Task.Delay(Rest);
                var boundTime = await bound.MeasureAsync();
                if (round >= 0)
                {
                    boundTimes.Add(boundTime);
                }

                foreach (var election in elections)
                {
                    await election.CrashAsync(observer, counts: round >= 0);
                }
            }

            return ToResult(
                bench,
                [.. elections.SelectMany(static election => election.ToMeasurements()).OrderBy(static m => m.Quantity, StringComparer.Ordinal)],
                new Measurement(CrashElection.AfterDeletion, ClaimFloor.Name, "ms", boundTimes));
        }
        finally
        {
            foreach (var election in elections)
            {
                await election.DisposeAsync();
            }
        }
    }

    private ExperimentResult ToResult(Bench bench, List<Measurement> measurements, Measurement bound)
    {
        var afterDeletion = measurements.FindAll(static m => m.Quantity == CrashElection.AfterDeletion);
        var peers = afterDeletion.FindAll(m => bench.Peers.Any(peer => peer.Name == m.Subject));
        List<Bar> bars = peers.Count == 0 ? [] :
        [
            .. afterDeletion.Except(peers).Select(own => new Bar($"median after the deletion, {own.Subject}: × the best peer", own.Median / peers.Min(static peer => peer.Median), 1)),
        ];
        return new ExperimentResult(
            Name,
            $"T = {bench.SessionTimeout.TotalSeconds} s, one server, three processes each, in turn.",
            [.. afterDeletion, bound, .. measurements.Except(afterDeletion)],
            bars,
            []);
    }
}
