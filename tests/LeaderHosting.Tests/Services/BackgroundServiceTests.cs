using LeaderHosting.Health;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.Tests.Services;

/// <summary>Background services whose run ends before its term does.</summary>
public sealed class BackgroundServiceTests : ElectionStory
{
    private const int RunFailed = 5002;
    private const int StopFailed = 5003;
    private const int RunEnded = 5004;

    private readonly TaskCompletionSource _run = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _runs;

    [Fact]
    public async Task One_that_fails_hands_leadership_on_and_comes_back_later()
    {
        var a = await LeaderAsync(ServiceFaultBehavior.HandOver);
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        _run.SetException(new IOException("The disk is full."));
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["a x starts", "a x stops", "a x stopped", "b starts"], Journal.Lines);
        Assert.Equal(LeadershipPhase.BackingOff, a.Phase);
        Assert.Contains("ScriptedBackgroundService failed in term 1: IOException: The disk is full.", a.Status.LastError, StringComparison.Ordinal);
        Assert.IsType<IOException>(Assert.Single(a.Logs.WithEventId(RunFailed)).Exception);
        Assert.Equal(0, a.HostStops);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
    }

    [Fact]
    public async Task One_that_fails_stops_the_host_and_leadership_is_handed_over_on_the_way()
    {
        var a = await LeaderAsync(ServiceFaultBehavior.StopHost);
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        _run.SetException(new IOException("The disk is full."));
        await World.StillAsync(() => a.HostStops == 1, "the host to stop");
        Assert.True(a.IsLeader);

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        Assert.Single(a.Logs.WithEventId(RunFailed));
        Assert.Equal(["a x starts", "a x stops", "a x stopped", "b starts"], Journal.Lines);
    }

    [Fact]
    public async Task One_that_fails_is_only_logged_and_the_others_go_on()
    {
        var a = await LeaderAsync(ServiceFaultBehavior.Log);

        _run.SetException(new IOException("The disk is full."));
        await World.StillAsync(() => a.Status.LastError is not null, "the failure to be known");
        await World.PassAsync(2 * T);

        Assert.Equal(LeadershipPhase.Leading, a.Phase);
        Assert.Equal(["a x starts"], Journal.Lines);
        Assert.Equal(0, a.HostStops);
        Assert.Single(a.Logs.WithEventId(RunFailed));
        Assert.Equal(HealthStatus.Degraded, LeadershipHealthCheck.Judge(a.Status).Status);
    }

    [Fact]
    public async Task One_that_is_canceled_by_something_else_than_its_term_has_failed()
    {
        var a = await LeaderAsync(ServiceFaultBehavior.Log);

        _run.SetCanceled();
        await World.StillAsync(() => a.Status.LastError is not null, "the failure to be known");

        Assert.IsType<TaskCanceledException>(Assert.Single(a.Logs.WithEventId(RunFailed)).Exception);
    }

    [Fact]
    public async Task One_that_returns_early_leaves_the_node_leading_and_healthy()
    {
        var a = await LeaderAsync(ServiceFaultBehavior.HandOver);

        _run.SetResult();
        await World.StillAsync(() => a.Logs.WithEventId(RunEnded).Count == 1, "the end to be logged");
        await World.PassAsync(T);

        Assert.Equal(LeadershipPhase.Leading, a.Phase);
        Assert.Null(a.Status.LastError);
        Assert.Equal(HealthStatus.Healthy, LeadershipHealthCheck.Judge(a.Status).Status);
    }

    [Fact]
    public async Task One_that_fails_while_others_are_still_starting_is_not_forgotten_when_these_have_started()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var a = await StartingAsync(ServiceFaultBehavior.Log, slow.Task);

        _run.SetException(new IOException("The disk is full."));
        await World.StillAsync(() => a.Status.LastError is not null, "the failure to be known");
        slow.SetResult();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Contains("The disk is full.", a.Status.LastError, StringComparison.Ordinal);

        // The next term, in which it does not fail, cures it.
        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading && _runs == 2, "a to lead again");
        Assert.Null(a.Status.LastError);
    }

    [Fact]
    public async Task One_that_fails_while_others_are_still_starting_ends_the_start()
    {
        var a = await StartingAsync(ServiceFaultBehavior.HandOver, Task.Delay(Timeout.Infinite));

        _run.SetException(new IOException("The disk is full."));
        await World.StillAsync(() => Journal.Count("a x stopped") == 1, "the start to be given up");

        Assert.Equal(["a x starts", "a x stopped"], Journal.Lines.Take(2));
        Assert.DoesNotContain("a x stops", Journal.Lines);
        await InNoTimeAsync(a.CloseAsync(), "a to close");
    }

    [Fact]
    public async Task One_that_fails_while_it_is_being_stopped_is_logged()
    {
        var a = await World.LeaderAsync("a", services: _ => [new ScriptedBackgroundService(static async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new IOException("The disk is full.");
        })]);

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.StillAsync(() => a.Logs.WithEventId(StopFailed).Count == 1, "the failure to be logged");

        Assert.IsType<IOException>(a.Logs.WithEventId(StopFailed)[0].Exception);
        Assert.Empty(a.Logs.WithEventId(RunFailed));
        Assert.Null(a.Status.LastError);
    }

    /// <summary>The lease may be proved anew before the timer runs. The term has to end all the same, or the node would lead with nothing running.</summary>
    [Fact]
    public async Task One_that_sees_the_lease_ended_before_the_timer_does_ends_the_term()
    {
        var a = World.Add("a", services: node => [new ScriptedBackgroundService(async (term, token) =>
        {
            if (Interlocked.Increment(ref _runs) == 1)
            {
                await _run.Task;
                node.Clock.Jump(T);
                term.ThrowIfLost();
            }

            await Task.Delay(Timeout.Infinite, token);
        })]);
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        _run.SetResult();
        await World.UntilAsync(() => _runs == 2, "another run");

        Assert.Empty(a.Logs.WithEventId(RunFailed));
        Assert.Equal(0, a.HostStops);
    }

    /// <summary>A node alone that leads, with a service x before a background service that does in its first run what the test says.</summary>
    private Task<ElectionNode> LeaderAsync(ServiceFaultBehavior behavior) =>
        World.LeaderAsync("a", s => s with { ServiceFault = behavior }, node => [new JournalingService(Journal, node.Name, "x"), Background()]);

    /// <summary>A node alone that is in the middle of starting x, the background service before it being on its way.</summary>
    private async Task<ElectionNode> StartingAsync(ServiceFaultBehavior behavior, Task start)
    {
        var x = new JournalingService(Journal, "a", "x") { OnStart = (_, token) => start.WaitAsync(token) };
        var a = World.Add("a", s => s with { ServiceFault = behavior }, services: _ => [Background(), x]);
        a.Start();
        await World.UntilAsync(() => x.IsBusy && _runs == 1, "x to be starting");
        return a;
    }

    private ScriptedBackgroundService Background() =>
        new((_, token) => Interlocked.Increment(ref _runs) == 1 ? _run.Task.WaitAsync(token) : Task.Delay(Timeout.Infinite, token));
}
