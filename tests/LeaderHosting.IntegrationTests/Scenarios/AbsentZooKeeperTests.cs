using System.Diagnostics;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>ZooKeeper cannot be reached when the hosts start, or goes while they run.</summary>
public sealed class AbsentZooKeeperTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_host_starts_without_it_and_leads_when_it_is_there()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await server.KillAsync();
        await using var election = new Election(output, server.ConnectionString, Timeout);

        var first = await election.StartAsync("first");
        await Eventually.ValueAsync(
            first.HealthAsync,
            health => health.Status == HealthStatus.Unhealthy
                && health.Description!.Contains("no session with ZooKeeper", StringComparison.Ordinal),
            "the health report to say so");
        Assert.False(first.Leadership.IsLeader);

        await server.StartAgainAsync();
        await first.WaitUntilMasterAsync();
        Assert.Equal(HealthStatus.Healthy, (await first.HealthAsync()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_log_stays_quiet_while_it_is_away(bool fromTheStart)
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var election = new Election(output, server.ConnectionString, Timeout);
        HostNode node;
        var gone = Stopwatch.GetTimestamp();
        if (fromTheStart)
        {
            await server.KillAsync();
            node = await election.StartAsync("first");
        }
        else
        {
            node = await election.StartAsync("first");
            await node.WaitUntilMasterAsync();
            gone = Stopwatch.GetTimestamp();
            await server.KillAsync();
        }

        // Ten session timeouts: whatever repeats itself has done so many times over by then.
        await Eventually.TrueAsync(() => Stopwatch.GetElapsedTime(gone) > Timeout * 10, "some time to pass");

        var loud = node.Logs.Entries.Where(static entry => entry.Level >= LogLevel.Warning).ToList();
        Assert.InRange(loud.Count, 1, 3);
        Assert.Equal(HealthStatus.Unhealthy, (await node.HealthAsync()).Status);

        await server.StartAgainAsync();
        await node.WaitUntilMasterAsync();
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_host_that_never_found_it_stops_at_once()
    {
        await using var election = new Election(output, $"127.0.0.1:{FreePort.Next()}", Timeout);
        var node = await election.StartAsync("first");
        await node.Logs.WaitForAsync(static entry => entry.Level == LogLevel.Warning, "a warning");

        await node.StopAsync().WaitAsync(Eventually.DefaultTimeout);

        Assert.Empty(election.Runs);
        Assert.Equal(LeadershipPhase.Closed, node.Status.Phase);
    }
}
