using LeaderHosting.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Which of several nodes leads: paused ones, unfit ones, preferred ones, named ones.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class WhoMayLeadTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task A_master_that_pauses_is_followed_and_comes_back_at_the_end_of_the_queue()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var (first, second) = await election.StartPairAsync();

        await first.Leadership.PauseAsync();
        Assert.NotNull(Assert.Single(first.Runs).StoppedAt);
        await second.WaitUntilMasterAsync();

        Assert.Equal(["second"], await second.CandidatesAsync());
        var health = await first.HealthAsync();
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Contains("paused", health.Description, StringComparison.Ordinal);
        Assert.Equal(true, health.Data["paused"]);

        await first.Leadership.ResumeAsync();
        await first.WaitUntilSlaveAsync();
        Assert.Equal(false, (await first.HealthAsync()).Data["paused"]);
        Assert.Equal(["second", "first"], await second.CandidatesAsync());
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_master_whose_health_check_fails_hands_over_and_comes_back_when_it_passes()
    {
        var database = new DatabaseCheck();
        await using var election = new Election(output, fixture.ConnectionString, Timeout)
        {
            Configure = services => services.AddHealthChecks().AddCheck("database", database, tags: ["can-lead"]),
        };
        var first = await election.StartAsync(
            "first", null, ("CandidacyHealthTag", "can-lead"), ("CandidacyHealthInterval", "00:00:00.2"));
        await first.WaitUntilMasterAsync();
        var second = await election.StartAsync("second");
        await second.WaitUntilSlaveAsync();

        database.Status = HealthStatus.Unhealthy;
        await second.WaitUntilMasterAsync();
        await Eventually.ValueAsync(() => first.Status, static s => s.Phase == LeadershipPhase.Observing, "the first to look on");
        var health = await first.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("Health check 'database' is Unhealthy: connection refused.", health.Description, StringComparison.Ordinal);
        Assert.Equal("Health check 'database' is Unhealthy: connection refused.", health.Data["unfit"]);
        Assert.Equal(["second"], await second.CandidatesAsync());

        database.Status = HealthStatus.Degraded;
        await first.WaitUntilSlaveAsync();
        Assert.Equal(["second", "first"], await second.CandidatesAsync());
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_named_successor_leads_over_the_head_of_another_candidate()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var (first, second) = await election.StartPairAsync();
        var third = await election.StartAsync("third");
        await third.WaitUntilSlaveAsync();

        var error = await Assert.ThrowsAsync<ArgumentException>(() => first.Leadership.ResignAsync("fourth"));
        Assert.Contains("'first', 'second', 'third'", error.Message, StringComparison.Ordinal);
        Assert.True(first.Leadership.IsLeader);

        await first.Leadership.ResignAsync("third");
        await third.WaitUntilMasterAsync();
        await Eventually.ValueAsync(third.CandidatesAsync, static names => names.Count == 3, "everybody to be back");

        Assert.Equal("third", (await third.CandidatesAsync())[0]);
        Assert.Empty(second.Runs);
        election.Report("last stop until first start", first.Runs[0].StoppedAt!.Value, third.Runs[0].StartedAt);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_preferred_node_takes_over_after_the_minimum_tenure()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var first = await election.StartAsync("first", null, ("MinimumTenure", "00:00:01"));
        await first.WaitUntilMasterAsync();
        var second = await election.StartAsync("second", null, ("MinimumTenure", "00:00:01"));
        await second.WaitUntilSlaveAsync();
        var third = await election.StartAsync("third", null, ("MinimumTenure", "00:00:01"), ("Priority", "5"));

        await third.WaitUntilMasterAsync();
        await first.WaitUntilSlaveAsync();

        Assert.Empty(second.Runs);
        Assert.Equal(5, (await first.Leadership.GetCandidatesAsync())[0].Priority);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task Where_the_newest_leads_each_node_that_is_started_takes_over()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var nodes = new List<HostNode>();
        foreach (var name in new[] { "first", "second", "third" })
        {
            nodes.Add(await election.StartAsync(name, null, ("Order", "NewestFirst")));
            await nodes[^1].WaitUntilMasterAsync();

            // Whoever has handed over stands again a moment later.
            foreach (var former in nodes.SkipLast(1))
            {
                await former.WaitUntilSlaveAsync();
            }
        }

        Assert.Equal(["second", "third", "first"], await nodes[0].CandidatesAsync());
        Assert.Equal("third", (await nodes[0].Leadership.GetLeaderAsync())!.Name);

        await nodes[2].StopAsync();
        await nodes[1].WaitUntilMasterAsync();
        await nodes[1].Leadership.PauseAsync();
        await nodes[0].WaitUntilMasterAsync();

        // It has a newer place now, but is no newcomer.
        await nodes[1].Leadership.ResumeAsync();
        await nodes[1].WaitUntilSlaveAsync();
        await Eventually.ValueAsync(() => nodes[1].Status.Leader, static leader => leader?.Name == "first", "the leader to be seen");
        Assert.True(nodes[0].Leadership.IsLeader);
        Assert.Equal([2, 2, 1], nodes.Select(static node => node.Runs.Count));
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_node_of_another_order_is_refused_and_says_why()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var first = await election.StartAsync("first");
        await first.WaitUntilMasterAsync();
        var second = await election.StartAsync("second", null, ("Order", "NewestFirst"));

        var status = await Eventually.ValueAsync(() => second.Status, static s => s.LastError is not null, "the second to be refused");

        Assert.Contains("('first') goes by the order OldestFirst", status.LastError, StringComparison.Ordinal);
        Assert.Contains("Set Order to the same on every node", status.LastError, StringComparison.Ordinal);
        Assert.True(first.Leadership.IsLeader);
        election.AssertNeverTwo();
    }

    /// <summary>The priority stands behind the name in the candidate's node, where a latch knows nothing of it.</summary>
    [Fact]
    public async Task A_Java_latch_and_a_node_with_a_priority_stand_in_one_election()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        await using var latch = CuratorLatch.Start("java-1", election);
        await latch.WaitUntilLeaderAsync();
        var node = await election.StartAsync("dotnet-1", null, ("Priority", "5"), ("MinimumTenure", "00:00:00"));
        await node.WaitUntilSlaveAsync();
        Assert.Equal(["java-1", "dotnet-1"], await node.CandidatesAsync());

        await latch.CloseAsync();
        await node.WaitUntilMasterAsync();
        await using var other = CuratorLatch.Start("java-2", election);
        await Eventually.ValueAsync(node.CandidatesAsync, static names => names.SequenceEqual(["dotnet-1", "java-2"]), "the latch to stand in the queue");
        Assert.StartsWith("dotnet-1", await other.GetLeaderAsync(), StringComparison.Ordinal);

        await node.Leadership.ResignAsync("java-2");
        await other.WaitUntilLeaderAsync();
        Assert.Equal("java-2", (await node.Leadership.GetLeaderAsync())!.Name);
    }

    private sealed class DatabaseCheck : IHealthCheck
    {
        private volatile HealthStatus _status = HealthStatus.Healthy;

        public HealthStatus Status
        {
            set => _status = value;
        }

        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(new HealthCheckResult(_status, "connection refused"));
    }
}
