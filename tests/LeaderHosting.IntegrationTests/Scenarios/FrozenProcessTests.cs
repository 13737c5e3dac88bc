using System.Diagnostics;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>The master's process is frozen, as by a suspended virtual machine or a long garbage collection, and wakes up.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class FrozenProcessTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task A_master_that_wakes_up_too_late_knows_at_once_that_it_leads_no_more()
    {
        var timeout = TimeSpan.FromSeconds(2);
        await using var election = new Election(output, fixture.ConnectionString, timeout);
        var (first, second) = await election.StartPairOfProcessesAsync("--poll=true");
        await first.WaitForAsync("LEADER");

        await first.Process.PauseAsync();
        var frozen = Stopwatch.GetTimestamp();
        var taken = await second.WaitForAsync("START");
        election.Report("freeze until the next master started its services", frozen, taken.At);
        await Eventually.TrueAsync(() => Stopwatch.GetElapsedTime(frozen) >= timeout * 2, "twice the session timeout to pass");
        var linesBefore = first.Process.Output.Count;
        var woken = Stopwatch.GetTimestamp();
        first.Process.Resume();

        // The read before the first false one, the last that was true, was made before the freeze.
        var loss = await first.WaitForAsync(static e => e.Kind == "LEADER" && e.Arguments[0] == "false", "IsLeader to become false", frozen);
        Assert.True(loss.Number(1) < woken, "IsLeader was still true after the process had woken up.");
        await first.WaitForAsync("GAP", frozen);
        var stopped = await first.WaitForAsync("STOP", woken);
        election.Report("waking up until the services had stopped", woken, stopped.At);
        await first.WaitUntilSlaveAsync(linesBefore);

        Assert.Empty(LeaderSpan.Overlaps([.. first.Spans, .. second.Spans]));
        Assert.Single(first.Runs);
        Assert.Single(second.Runs);
    }

    [Fact]
    public async Task A_freeze_shorter_than_the_lease_stops_nothing()
    {
        var timeout = TimeSpan.FromSeconds(10);
        await using var election = new Election(output, fixture.ConnectionString, timeout);
        var (first, second) = await election.StartPairOfProcessesAsync("--poll=true");
        await first.WaitForAsync("LEADER");

        await first.Process.PauseAsync();
        var frozen = Stopwatch.GetTimestamp();
        await Eventually.TrueAsync(() => Stopwatch.GetElapsedTime(frozen) >= timeout / 20, "a twentieth of the session timeout to pass");
        first.Process.Resume();

        // Then the lease would have ended, had it not been proved since.
        await first.WaitForAsync("GAP", frozen);
        await Eventually.TrueAsync(() => Stopwatch.GetElapsedTime(frozen) >= timeout, "the session timeout to pass");
        Assert.DoesNotContain(first.Events, static e => e.Kind is "LOST" or "STOP" || (e.Kind == "LEADER" && e.Arguments[0] == "false"));
        Assert.Empty(second.Runs);
    }
}
