using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>A hosted service that moves with leadership from one process to the next.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class HostedServiceTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task It_moves_when_the_master_resigns_and_when_it_dies_and_is_new_each_term()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairOfProcessesAsync("--services=0", "--hosted=true");

        await first.CommandAsync("resign");
        await first.WaitForAsync("RESIGNED");
        await second.WaitForAsync(static e => e.Kind == "STEP" && e.Arguments[2] == "started", "it to have started");
        await second.WaitForAsync("START");
        Assert.Equal(["made-1", "starting", "started", "stopping", "stopped", "disposed"], Steps(first));
        await first.WaitUntilSlaveAsync();

        await second.KillAsync();
        await first.WaitForAsync(static e => e.Kind == "STEP" && e.Arguments[2] == "made-2", "a new one");
        await Eventually.TrueAsync(() => first.Runs.Count == 2, "it to run");

        Assert.Equal(["made-1", "starting", "started"], Steps(second));
        Assert.Equal(3, election.Runs.Select(static run => run.FencingToken).Distinct().Count());
        election.AssertNeverTwo();

        first.Process.Signal(ProcessSignal.Terminate);
        Assert.Equal(0, await first.Process.WaitForExitAsync());
        Assert.Equal(["made-2", "starting", "started", "stopping", "stopped", "disposed"], Steps(first).Skip(6));
        Assert.All(first.Runs, static run => Assert.NotNull(run.StoppedAt));
    }

    [Fact]
    public async Task One_that_overruns_is_told_of_and_nobody_else_leads_before_it_has_stopped()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, second) = await election.StartPairOfProcessesAsync(
            "--services=0", "--hosted=true", "--stop-takes=00:00:01", "--ZooKeeperLeadership:StopBudget=00:00:00.2", "--ZooKeeperLeadership:StopOverrun=Log");

        await first.CommandAsync("resign");
        await first.Process.WaitForLineAsync(
            static line => line.Contains("RecordingHostedService has not stopped in time", StringComparison.Ordinal), "the overrun");
        await second.WaitForAsync("START");

        Assert.NotNull(Assert.Single(first.Runs).StoppedAt);
        election.AssertNeverTwo();
    }

    private static IEnumerable<string> Steps(NodeProcess node) =>
        node.Events.Where(static e => e.Kind == "STEP").Select(static e => e.Arguments[2]);
}
