using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>The two scenarios that everybody tries first, with the sample application as it is shipped.</summary>
public abstract class TwoInstancesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_first_one_is_master_and_the_second_one_slave()
    {
        await using var election = new Election(output, await ServersAsync(), TimeSpan.FromSeconds(4));
        await using var first = await SchedulerProcess.StartAsync("first", election);
        await first.WaitForHealthAsync("master", "first");
        await using var second = await SchedulerProcess.StartAsync("second", election);
        await second.WaitForHealthAsync("slave", "first");
        await first.WaitForHealthAsync("master", "first");

        await first.WaitForLogAsync("first is MASTER");
        await first.WaitForLogAsync("Scheduler started in term 1");
        await first.WaitForLogAsync("Job ran on first in term 1");
        await second.WaitForLogAsync("second is SLAVE");
        Assert.DoesNotContain(second.Process.Output.Lines, static line => line.Contains("Scheduler started", StringComparison.Ordinal));
        Assert.DoesNotContain(second.Process.Output.Lines, static line => line.Contains("Job ran", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_master_dies_the_slave_takes_over_and_the_old_master_comes_back_as_slave()
    {
        await using var election = new Election(output, await ServersAsync(), TimeSpan.FromSeconds(2));
        await using var second = await StartPairAndKillFirstAsync(election);

        await second.WaitForHealthAsync("master", "second");
        await second.WaitForLogAsync("second is MASTER");
        await second.WaitForLogAsync("Job ran on second in term 2");

        await using var again = await SchedulerProcess.StartAsync("first", election);
        await again.WaitForHealthAsync("slave", "second");
        await again.WaitForLogAsync("first is SLAVE");
        Assert.DoesNotContain(again.Process.Output.Lines, static line => line.Contains("Job ran", StringComparison.Ordinal));

        // And when the master is shut down in peace, the same picture again, at once.
        second.Process.Signal(ProcessSignal.Terminate);
        await again.WaitForHealthAsync("master", "first");
        await again.WaitForLogAsync("Job ran on first in term 3");
        Assert.Equal(0, await second.Process.WaitForExitAsync());
        await second.WaitForLogAsync("Scheduler stopped");
    }

    protected abstract Task<string> ServersAsync();

    private static async Task<SchedulerProcess> StartPairAndKillFirstAsync(Election election)
    {
        await using var first = await SchedulerProcess.StartAsync("first", election);
        await first.WaitForHealthAsync("master", "first");
        var second = await SchedulerProcess.StartAsync("second", election);
        await second.WaitForHealthAsync("slave", "first");
        await first.Process.KillAsync();
        return second;
    }
}
