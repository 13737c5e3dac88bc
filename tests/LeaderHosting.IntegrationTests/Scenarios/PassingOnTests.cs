using System.Diagnostics;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Leadership is passed on in peace, between hosts of this process.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class PassingOnTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task It_goes_round_and_every_term_is_newer()
    {
        const int Rounds = 10;
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var (master, slave) = await election.StartPairAsync();

        for (var round = 0; round < Rounds; round++)
        {
            await master.Leadership.ResignAsync();
            await slave.WaitUntilMasterAsync();
            await master.WaitUntilSlaveAsync();
            (master, slave) = (slave, master);
        }

        var runs = election.Runs.OrderBy(static run => run.StartedAt).ToList();
        Assert.Equal(Rounds + 1, runs.Count);
        Assert.Equal(runs.Count, runs.Select(static run => run.Term).Distinct().Count());
        foreach (var (earlier, later) in runs.Zip(runs.Skip(1)))
        {
            election.Report("last stop until first start", earlier.StoppedAt!.Value, later.StartedAt);
        }

        election.AssertNeverTwo();
        Assert.Single(master.Logs.WithEventId(HostNode.SessionEstablished));
        Assert.Single(slave.Logs.WithEventId(HostNode.SessionEstablished));
    }

    [Fact]
    public async Task A_host_that_stops_is_followed_at_once_by_the_next_in_line()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var (first, second) = await election.StartPairAsync();
        var third = await election.StartAsync("third");
        await third.WaitUntilSlaveAsync();

        await first.StopAsync();
        await second.WaitUntilMasterAsync();

        var (stopped, started) = (first.Runs[0].StoppedAt!.Value, second.Runs[0].StartedAt);
        election.Report("last stop until first start", stopped, started);
        Assert.InRange(Stopwatch.GetElapsedTime(stopped, started), TimeSpan.Zero, Timeout / 2);
        Assert.Equal("second", (await third.Leadership.GetLeaderAsync())!.Name);
        Assert.Equal(["second", "third"], await third.CandidatesAsync());
        Assert.Empty(third.Runs);
        election.AssertNeverTwo();
    }
}
