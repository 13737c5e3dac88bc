using System.Diagnostics;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Servers of the ensemble are restarted, killed and frozen under a running election.</summary>
[Collection(ZooKeeperEnsembleCollection.Name)]
public sealed class RestartedEnsembleTests(ZooKeeperEnsembleFixture fixture, ITestOutputHelper output)
{
    [Theory]
    [InlineData(10)]
    [InlineData(6)]
    public async Task A_rolling_restart_restarts_no_service(int sessionTimeoutSeconds)
    {
        var ensemble = await fixture.HealAsync();
        await using var election = new Election(output, ensemble.ConnectionString, TimeSpan.FromSeconds(sessionTimeoutSeconds));
        var (first, second) = await election.StartPairAsync();
        var third = await election.StartAsync("third");
        await third.WaitUntilSlaveAsync();
        var term = first.Leadership.CurrentTerm!;

        await ensemble.RollingRestartAsync();

        await second.WaitUntilSlaveAsync();
        await third.WaitUntilSlaveAsync();
        await Eventually.TrueAsync(() => term.LeaseRemaining > election.SessionTimeout / 2, "the lease to be proved again");
        Assert.Same(term, first.Leadership.CurrentTerm);
        Assert.Null(Assert.Single(election.Runs).StoppedAt);
        Assert.Equal(["first", "second", "third"], await third.CandidatesAsync());
    }

    [Fact]
    public async Task Services_stop_when_all_servers_are_gone_for_long_and_start_again_when_they_are_back()
    {
        var ensemble = await fixture.HealAsync();
        await using var election = new Election(output, ensemble.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairAsync();

        var gone = Stopwatch.GetTimestamp();
        await Task.WhenAll(ensemble.Servers.Select(static server => server.KillAsync()));
        await Eventually.TrueAsync(() => first.Runs[0].StoppedAt is not null, "the services to stop");
        election.Report("all servers gone until the services had stopped", gone, first.Runs[0].StoppedAt!.Value);
        Assert.InRange(Stopwatch.GetElapsedTime(gone, first.Runs[0].StoppedAt!.Value), TimeSpan.Zero, election.SessionTimeout);
        foreach (var node in new[] { first, second })
        {
            await Eventually.ValueAsync(node.HealthAsync, static health => health.Status == HealthStatus.Unhealthy, $"{node.Name} to be unhealthy");
        }

        await ensemble.StartAllAsync();
        var back = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(() => election.Runs.Count > 1, "somebody to lead again");
        election.Report("all servers serving again until services started", back, election.Runs.Max(static run => run.StartedAt));
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_frozen_server_of_three_stops_nothing()
    {
        var ensemble = await fixture.HealAsync();
        var own = (await ensemble.FollowersAsync())[0];
        await using var election = new Election(output, ensemble.ConnectionString, TimeSpan.FromSeconds(6));

        // The master begins at the server that will freeze; the way to the others opens after that.
        await using var ways = new Ways(ensemble.Servers.Where(server => server != own));
        ways.Refuse(true);
        var (first, _) = await election.StartPairAsync(serversOfMaster: $"{own.ConnectionString},{ways.ConnectionString}");
        ways.Refuse(false);
        var term = first.Leadership.CurrentTerm!;

        // Not while it still has the long lease that a new connection gives.
        await Eventually.TrueAsync(() => term.LeaseRemaining < election.SessionTimeout * 0.65, "the lease to be as in steady state");
        Assert.Equal(0, ways.AcceptedCount);
        await own.PauseAsync();
        await Eventually.TrueAsync(() => ways.AcceptedCount > 0, "the session to move to another server");
        await Eventually.TrueAsync(() => term.LeaseRemaining > election.SessionTimeout / 2, "the lease to be proved again");

        Assert.Same(term, first.Leadership.CurrentTerm);
        Assert.Null(Assert.Single(election.Runs).StoppedAt);
    }
}
