using System.Diagnostics;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>
/// The server that the master is connected to goes on answering, but has lost its quorum. A ping is no proof then: only a commit is.
/// </summary>
[Collection(ZooKeeperEnsembleCollection.Name)]
public sealed class CutOffServerTests(ZooKeeperEnsembleFixture fixture, ITestOutputHelper output)
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task The_master_stops_within_its_lease_although_its_server_still_answers(int sessionTimeoutSeconds)
    {
        var timeout = TimeSpan.FromSeconds(sessionTimeoutSeconds);
        var ensemble = await fixture.HealAsync();
        var leader = await ensemble.LeaderAsync();
        var own = (await ensemble.FollowersAsync())[0];
        await using var election = new Election(output, ensemble.ConnectionString, timeout);
        var (first, second) = await election.StartPairAsync(serversOfMaster: own.ConnectionString);
        var others = ensemble.Servers.Where(server => server != own).ToList();
        await using var witness = new ZooKeeperClient(
            new ZooKeeperClientOptions { ConnectionString = own.ConnectionString, SessionTimeout = TimeSpan.FromSeconds(10) });
        await witness.ConnectAsync();

        var cut = Stopwatch.GetTimestamp();
        await Task.WhenAll(others.Select(static server => server.PauseAsync()));
        await Eventually.TrueAsync(() => first.Runs[0].StoppedAt is not null, "the services to stop");

        // The server would have let it go on: it still answers.
        Assert.Equal(ZooKeeperMode.Follower, await own.ModeAsync());
        Assert.NotEmpty((await witness.GetChildrenAsync(election.Path)).ToList());
        var stopped = first.Runs[0].StoppedAt!.Value;
        election.Report($"quorum lost until the services had stopped (T = {timeout.TotalSeconds} s)", cut, stopped);
        Assert.InRange(Stopwatch.GetElapsedTime(cut, stopped), TimeSpan.Zero, timeout);
        Assert.False(first.Leadership.IsLeader);
        Assert.Empty(second.Runs);

        foreach (var server in others)
        {
            server.Resume();
        }

        await Eventually.TrueAsync(() => election.Runs.Any(run => run.StartedAt > stopped), "somebody to lead again");
        election.AssertNeverTwo();
        Assert.NotNull(leader);
    }

    [Fact]
    public async Task The_next_one_leads_on_the_other_side_only_after_the_master_has_stopped()
    {
        // Freezing the master's own server is the same partition seen from the other side: the two others go on, and expire the session.
        var ensemble = await fixture.HealAsync();
        var own = (await ensemble.FollowersAsync())[0];
        var others = string.Join(',', ensemble.Servers.Where(server => server != own).Select(static server => server.ConnectionString));
        await using var election = new Election(output, ensemble.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairAsync(own.ConnectionString, others);

        var cut = Stopwatch.GetTimestamp();
        await own.PauseAsync();
        await second.WaitUntilMasterAsync();

        election.Report("partition until the next master started its services", cut, second.Runs[0].StartedAt);
        Assert.NotNull(first.Runs[0].StoppedAt);
        election.AssertNeverTwo();

        own.Resume();
        await first.WaitUntilSlaveAsync();
        election.AssertNeverTwo();
    }
}
