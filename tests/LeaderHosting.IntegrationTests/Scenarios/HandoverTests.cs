using System.Diagnostics;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>How leadership passes from one process to the next: by death, by a shutdown, by resigning.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class HandoverTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task A_killed_master_is_replaced_within_the_session_timeout()
    {
        var timeout = TimeSpan.FromSeconds(2);
        await using var election = new Election(output, fixture.ConnectionString, timeout);
        var (first, second) = await election.StartPairOfProcessesAsync();

        var killed = await first.KillAsync();
        var taken = await second.WaitForAsync("START");

        election.Report("SIGKILL until the next master started its services", killed, taken.At);
        Assert.InRange(Stopwatch.GetElapsedTime(killed, taken.At), TimeSpan.Zero, timeout + Tick + TimeSpan.FromSeconds(1));
        election.AssertNeverTwo();
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("00:00:00.3")]
    public async Task A_master_that_is_shut_down_has_stopped_before_the_next_one_starts(string stopTakes)
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, second) = await election.StartPairOfProcessesAsync("--services=3", $"--stop-takes={stopTakes}");

        var asked = Stopwatch.GetTimestamp();
        first.Process.Signal(ProcessSignal.Terminate);
        await second.WaitForAsync(static e => e.Kind == "START" && e.Arguments[2] == "s2", "the last service to start");
        Assert.Equal(0, await first.Process.WaitForExitAsync());

        AssertHandedOver(first, second, election);
        Assert.InRange(Stopwatch.GetElapsedTime(asked, second.Runs[0].StartedAt), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        Assert.Equal("DOWN", first.Events[^1].Kind);
    }

    [Fact]
    public async Task Resigning_goes_round()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, second) = await election.StartPairOfProcessesAsync("--services=2");

        await first.CommandAsync("resign");
        await first.WaitForAsync("RESIGNED");
        await second.WaitForAsync(static e => e.Kind == "START" && e.Arguments[2] == "s1", "the last service to start");
        AssertHandedOver(first, second, election);

        await first.WaitUntilSlaveAsync();
        var resigned = Stopwatch.GetTimestamp();
        await second.CommandAsync("resign");
        await first.WaitForAsync(static e => e.Kind == "START" && e.Arguments[2] == "s1", "the last service to start again", resigned);
        election.AssertNeverTwo();
        Assert.Equal(3, election.Runs.Select(static run => run.FencingToken).Distinct().Count());
    }

    /// <summary>Services stop in reverse order, all of them before the first one of the next master starts; the time between is short.</summary>
    private static void AssertHandedOver(NodeProcess old, NodeProcess next, Election election)
    {
        Assert.Equal(
            old.Runs.OrderByDescending(static run => run.StartedAt).Select(static run => run.Service),
            old.Runs.OrderBy(static run => run.StoppedAt).Select(static run => run.Service));
        var lastStop = old.Runs.Max(static run => run.StoppedAt!.Value);
        var firstStart = next.Runs.Min(static run => run.StartedAt);
        election.Report("last stop until first start", lastStop, firstStart);
        Assert.True(lastStop < firstStart, "The next master started before the old one had stopped.");
        Assert.InRange(Stopwatch.GetElapsedTime(lastStop, firstStart), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        election.AssertNeverTwo();
    }
}
