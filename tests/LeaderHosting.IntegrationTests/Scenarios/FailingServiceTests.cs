using LeaderHosting.TestKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Leader-only services that fail to start, fail while they run, or return early.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class FailingServiceTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private const int StartFailed = 5001, RunFailed = 5002, RunEnded = 5004;
    private const string Reason = "The database is not there.";

    [Fact]
    public async Task When_a_start_fails_what_had_started_is_stopped_and_the_next_node_leads()
    {
        await using var election = NewElection();
        var good = new RecordingService("first", "good");
        var bad = new RecordingService("first", "bad") { OnStart = static _ => throw new InvalidOperationException(Reason) };
        var never = new RecordingService("first", "never");

        var second = await election.StartAsync("second");
        await second.WaitUntilMasterAsync();
        var first = await election.StartAsync("first", [good, bad, never]);
        await first.WaitUntilSlaveAsync();
        await second.Leadership.ResignAsync();

        await Eventually.TrueAsync(() => second.Runs.Count == 2, "the second node to lead again");
        var error = await first.Logs.WaitForAsync(static e => e.EventId.Id == StartFailed, "an error");
        Assert.Equal(Reason, error.Exception!.Message);
        Assert.NotNull(Assert.Single(good.Runs).StoppedAt);
        Assert.Equal((1, 0, 0), (good.StopCalls, bad.StopCalls, never.Runs.Count));
        Assert.Contains(Reason, (string)(await first.HealthAsync()).Data["lastError"], StringComparison.Ordinal);
        await first.WaitUntilSlaveAsync();
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_node_alone_tries_again_after_a_pause()
    {
        await using var election = NewElection();
        var failures = 2;
        var service = new RecordingService("first") { OnStart = _ => failures-- > 0 ? throw new InvalidOperationException(Reason) : Task.CompletedTask };

        var first = await election.StartAsync("first", [service]);
        await Eventually.ValueAsync(
            first.HealthAsync,
            static health => health.Status == HealthStatus.Degraded && health.Description!.Contains(Reason, StringComparison.Ordinal),
            "a health report that tells the error");
        await first.WaitUntilMasterAsync();

        Assert.Equal(3, service.Runs.Count);
        Assert.Equal(0, service.StopCalls);
        Assert.Equal(HealthStatus.Healthy, (await first.HealthAsync()).Status);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_run_that_throws_hands_leadership_on()
    {
        await using var election = NewElection();
        var (fail, failing) = Failing();
        var other = new RecordingService("first", "other");
        var first = await election.StartAsync("first", [other, failing]);
        await first.WaitUntilMasterAsync();
        var second = await election.StartAsync("second");
        await second.WaitUntilSlaveAsync();

        fail.SetResult();

        await second.WaitUntilMasterAsync();
        await first.WaitUntilSlaveAsync();
        Assert.Equal(Reason, Assert.Single(first.Logs.WithEventId(RunFailed)).Exception!.Message);
        Assert.Contains(Reason, (string)(await first.HealthAsync()).Data["lastError"], StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(other.Runs).StoppedAt);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_run_that_throws_stops_the_host_if_told_so()
    {
        await using var election = NewElection();
        var (fail, failing) = Failing();
        var first = await election.StartAsync("first", [failing], more: ("ServiceFault", "StopHost"));
        await first.WaitUntilMasterAsync();

        fail.SetResult();

        await Eventually.TrueAsync(() => first.Stopping.IsCancellationRequested, "the host to be stopped");
        Assert.Single(first.Logs.WithEventId(RunFailed));
    }

    [Fact]
    public async Task A_run_that_throws_is_only_logged_if_told_so()
    {
        await using var election = NewElection();
        var (fail, failing) = Failing();
        var other = new RecordingService("first", "other");
        var first = await election.StartAsync("first", [other, failing], more: ("ServiceFault", "Log"));
        await first.WaitUntilMasterAsync();

        fail.SetResult();

        await first.Logs.WaitForAsync(static e => e.EventId.Id == RunFailed, "an error");
        var health = await Eventually.ValueAsync(first.HealthAsync, static health => health.Status == HealthStatus.Degraded, "a report");
        Assert.Contains(Reason, health.Description, StringComparison.Ordinal);
        Assert.True(first.Leadership.IsLeader);
        Assert.Null(Assert.Single(other.Runs).StoppedAt);
        Assert.False(first.Stopping.IsCancellationRequested);
    }

    [Fact]
    public async Task A_run_that_returns_leaves_the_node_in_the_lead()
    {
        await using var election = NewElection();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = await election.StartAsync("first", [new ScriptedBackgroundService((_, _) => done.Task)]);
        await first.WaitUntilMasterAsync();
        var term = first.Leadership.CurrentTerm;

        done.SetResult();

        await first.Logs.WaitForAsync(static e => e.EventId.Id == RunEnded, "a note");
        Assert.Same(term, first.Leadership.CurrentTerm);
        Assert.Equal(HealthStatus.Healthy, (await first.HealthAsync()).Status);
    }

    private static (TaskCompletionSource Fail, ScriptedBackgroundService Service) Failing()
    {
        var fail = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (fail, new ScriptedBackgroundService(async (_, stopping) =>
        {
            await fail.Task.WaitAsync(stopping);
            throw new InvalidOperationException(Reason);
        }));
    }

    private Election NewElection() => new(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
}
