using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>A node that does not lead does nothing.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class SlaveTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task The_shutdown_of_a_slave_starts_nothing_and_stops_nothing()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, second) = await election.StartPairAsync();
        var term = first.Leadership.CurrentTerm;

        await second.StopAsync();

        var service = (RecordingService)second.Services[0];
        Assert.Empty(service.Runs);
        Assert.Equal(0, service.StopCalls);
        Assert.Equal(["first"], await first.CandidatesAsync());
        Assert.Same(term, first.Leadership.CurrentTerm);
    }

    [Fact]
    public async Task When_both_stop_together_the_slave_starts_nothing_that_it_does_not_stop()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, second) = await election.StartPairAsync();

        await Task.WhenAll(first.StopAsync(), second.StopAsync());

        Assert.All(election.Runs, static run => Assert.NotNull(run.StoppedAt));
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task An_observer_sees_the_leader_and_never_leads()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(2));
        var observer = await election.StartAsync("observer", more: ("Candidate", "false"));
        var first = await election.StartAsync("first");
        await first.WaitUntilMasterAsync();

        Assert.Equal("first", (await observer.Leadership.GetLeaderAsync())!.Name);
        await first.StopAsync();

        Assert.Null(await observer.Leadership.GetLeaderAsync());
        Assert.Empty(observer.Runs);
        Assert.Equal(LeadershipRole.Observer, observer.Status.Role);
    }
}
