using System.Diagnostics;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Services that do not stop within their budget: nobody else may lead because of it.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class StopOverrunTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private const int Overran = 5005;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task It_is_only_told_if_told_so_and_the_place_is_kept_until_the_services_have_stopped()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new RecordingService("first") { OnStop = _ => release.Task };
        var first = await election.StartAsync("first", [service], null, ("StopOverrun", "Log"), ("StopBudget", "00:00:00.2"));
        await first.WaitUntilMasterAsync();
        var second = await election.StartAsync("second");
        await second.WaitUntilSlaveAsync();

        var resigning = first.Leadership.ResignAsync();

        var critical = await first.Logs.WaitForAsync(static e => e.EventId.Id == Overran, "a critical error");
        Assert.Contains("0.2 s", critical.Message, StringComparison.Ordinal);
        var health = await Eventually.ValueAsync(first.HealthAsync, static health => health.Status == HealthStatus.Unhealthy, "a report");
        Assert.Contains("overrun", health.Description, StringComparison.Ordinal);
        Assert.False(first.Leadership.IsLeader);
        Assert.False(resigning.IsCompleted);
        Assert.Empty(second.Runs);

        release.SetResult();
        await second.WaitUntilMasterAsync();
        await resigning;
        await Eventually.ValueAsync(first.HealthAsync, static health => health.Status == HealthStatus.Healthy, "good health");
        Assert.False(first.Stopping.IsCancellationRequested);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task By_default_it_ends_the_process_and_the_session_is_left_to_expire()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var first = election.StartProcess("first", null, "--stop-hangs=true", "--shutdownTimeoutSeconds=1");
        await first.WaitForAsync("START");
        var second = election.StartProcess("second");
        await second.WaitUntilSlaveAsync();

        await first.CommandAsync("resign");
        await first.Process.WaitForLineAsync(static line => line.Contains("StopOverrun is StopHost", StringComparison.Ordinal), "the overrun");
        await first.Process.WaitForExitAsync();
        var exited = Stopwatch.GetTimestamp();

        var taken = await second.WaitForAsync("START");
        Assert.DoesNotContain(first.Events, static e => e.Kind == "STOP");
        Assert.True(taken.At > first.Events.Single(static e => e.Kind == "STOPPING").At);
        election.Report("exit of the overrunning process until the next master started", exited, taken.At);
        AssertStartedAfterTheProcessHadGone(first, taken);
    }

    [Fact]
    public async Task It_ends_the_process_at_once_if_told_so()
    {
        await using var election = new Election(output, fixture.ConnectionString, Timeout);
        var first = election.StartProcess("first", null, "--stop-hangs=true", "--ZooKeeperLeadership:StopOverrun=FailFast");
        await first.WaitForAsync("START");
        var second = election.StartProcess("second");
        await second.WaitUntilSlaveAsync();

        await first.CommandAsync("resign");

        Assert.Equal(128 + 6, await first.Process.WaitForExitAsync());
        var taken = await second.WaitForAsync("START");
        AssertStartedAfterTheProcessHadGone(first, taken);
        Assert.Contains(first.Process.Output.Lines, static line => line.Contains("overran their stop budget", StringComparison.Ordinal));
    }

    /// <summary>The last thing the process said about itself is the lower bound that it left.</summary>
    private static void AssertStartedAfterTheProcessHadGone(NodeProcess first, NodeEvent taken) =>
        Assert.True(taken.At > first.Events[^1].At, "The next master started before the old process was through.");
}
