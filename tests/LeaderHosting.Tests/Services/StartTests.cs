using LeaderHosting.Health;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Tests.Services;

/// <summary>Services that start in order, do not start, or do not stop starting.</summary>
public sealed class StartTests : ElectionStory
{
    private const int BecameMaster = 4101;
    private const int StartFailed = 5001;

    private readonly ThreeServices _services;

    public StartTests()
    {
        _services = new ThreeServices(Journal, "a");
    }

    [Fact]
    public async Task Services_start_in_the_order_of_their_registration_and_stop_in_reverse()
    {
        var a = await World.LeaderAsync("a", services: _ => _services.InOrder);

        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.Equal(
            ["a x starts", "a y starts", "a z starts", "a z stops", "a z stopped", "a y stops", "a y stopped", "a x stops", "a x stopped"],
            Journal.Lines);
    }

    [Fact]
    public async Task A_start_that_goes_on_and_on_is_told_of_by_name_and_forgotten_when_it_is_over()
    {
        const int StillStarting = 5009;
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _services.Y.OnStart = (_, _) => slow.Task;
        var a = await StartingAsync();
        Assert.Null(a.Status.LastError);

        await World.PassAsync(2.5 * T);
        Assert.Equal(2, a.Logs.WithEventId(StillStarting).Count);
        Assert.StartsWith("JournalingService has not returned from its StartAsync for 10 s", a.Logs.WithEventId(StillStarting)[0].Message, StringComparison.Ordinal);
        Assert.Equal("JournalingService has not started for 20 s.", a.Status.LastError);

        slow.SetResult();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        Assert.Null(a.Status.LastError);
        await World.PassAsync(2 * T);
        Assert.Equal(2, a.Logs.WithEventId(StillStarting).Count);
    }

    [Fact]
    public async Task Frozen_between_two_services_a_node_does_not_start_the_second()
    {
        var a = World.Add("a", services: _ => _services.InOrder);
        _services.X.OnStart = (_, _) =>
        {
            a.Clock.Jump(T);
            return Task.CompletedTask;
        };
        a.Start();
        await World.UntilAsync(() => Journal.Lines.Contains("a x stopped"), "a to stop what has started");

        Assert.DoesNotContain("a y starts", Journal.Lines);
        Assert.Empty(a.Logs.WithEventId(StartFailed));
    }

    [Fact]
    public async Task When_one_fails_to_start_those_before_it_are_stopped_and_leadership_is_handed_on()
    {
        var (a, b) = await WithAFailingNextAsync();
        var before = Journal.Lines.Count;
        var masterLines = a.Logs.WithEventId(BecameMaster).Count;

        await InNoTimeAsync(b.Election.ResignAsync(default), "b to resign");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.BackingOff, "a to stand back");

        Assert.Equal(
            ["b stops", "b stopped", "a x starts", "a y starts", "a y stopped", "a x stops", "a x stopped"],
            Journal.Lines.Skip(before).Take(7));
        var entry = Assert.Single(a.Logs.WithEventId(StartFailed));
        Assert.Equal(LogLevel.Error, entry.Level);
        Assert.IsType<IOException>(entry.Exception);
        Assert.Contains("JournalingService failed to start", entry.Message, StringComparison.Ordinal);
        Assert.Matches("^JournalingService failed to start in term [0-9]+: IOException: The disk is full[.]$", a.Status.LastError);
        Assert.Equal(HealthStatus.Degraded, LeadershipHealthCheck.Judge(a.Status).Status);
        Assert.Equal(masterLines, a.Logs.WithEventId(BecameMaster).Count);

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Waiting, "b to lead and a to wait");
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
    }

    [Fact]
    public async Task The_failure_is_told_until_all_services_have_started()
    {
        var (a, b) = await WithAFailingNextAsync();
        await InNoTimeAsync(b.Election.ResignAsync(default), "b to resign");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Waiting, "b to lead and a to wait");
        Assert.Contains("The disk is full.", a.Status.LastError, StringComparison.Ordinal);

        _services.Y.OnStart = null;
        await InNoTimeAsync(b.Election.ResignAsync(default), "b to resign");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Null(a.Status.LastError);
    }

    [Fact]
    public async Task Whoever_fails_again_and_again_stands_back_longer_and_longer()
    {
        var a = World.Add("a");
        a.Service.OnStart = static (_, _) => throw new IOException("The disk is full.");
        a.Start();

        await World.PassAsync(TimeSpan.FromMinutes(5));

        // Pauses of half a second, one, two, ... up to a minute, each cut by up to a half.
        Assert.InRange(Journal.Count("a starts"), 8, 17);
    }

    [Fact]
    public async Task After_a_term_that_lasted_the_failures_before_it_count_no_longer()
    {
        var a = World.Add("a");
        var failures = 2;
        a.Service.OnStart = (_, _) => failures-- > 0 ? throw new IOException("The disk is full.") : Task.CompletedTask;
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead at last");
        Assert.Equal(2, a.Election.Board.State.Failures);

        await World.PassAsync(TimeSpan.FromSeconds(62));

        Assert.Equal(0, a.Election.Board.State.Failures);
    }

    [Fact]
    public async Task Failures_are_forgotten_by_a_node_that_waits_in_peace_too()
    {
        await World.LeaderAsync("a");
        var b = World.Add("b");
        b.Network.DecideOnce(static r => r.Kind == FakeRequestKind.Watch, RequestFate.Refused);
        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting && b.Election.Board.State.Failures == 1, "b to wait after a failure");

        await World.PassAsync(TimeSpan.FromSeconds(110));
        Assert.Equal(1, b.Election.Board.State.Failures);

        await World.PassAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(0, b.Election.Board.State.Failures);
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
    }

    [Fact]
    public async Task A_start_that_is_given_up_because_the_term_ended_is_no_failure()
    {
        _services.Y.OnStart = static (_, token) => Task.Delay(Timeout.Infinite, token);
        var a = await StartingAsync();

        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.Equal(["a x starts", "a y starts", "a y stopped", "a x stops", "a x stopped"], Journal.Lines);
        Assert.Empty(a.Logs.WithEventId(StartFailed));
        Assert.Null(a.Status.LastError);
    }

    [Fact]
    public async Task A_start_that_ignores_the_end_of_its_term_is_waited_for_and_undone()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _services.Y.OnStart = (_, _) => slow.Task;
        var a = await StartingAsync();

        var closing = a.CloseAsync();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Stopping, "a to stop");
        Assert.Equal(["a x starts", "a y starts"], Journal.Lines);
        slow.SetResult();
        await InNoTimeAsync(closing, "a to close");

        Assert.Equal(["a x starts", "a y starts", "a y stops", "a y stopped", "a x stops", "a x stopped"], Journal.Lines);
        Assert.Empty(a.Logs.WithEventId(BecameMaster));
    }

    [Fact]
    public async Task The_last_start_too_says_nothing_of_mastership_when_its_term_has_ended()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _services.Z.OnStart = (_, _) => slow.Task;
        var a = await StartingAsync();

        var closing = a.CloseAsync();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Stopping, "a to stop");
        slow.SetResult();
        await InNoTimeAsync(closing, "a to close");

        Assert.Empty(a.Logs.WithEventId(BecameMaster));
        Assert.Equal("a x stopped", Journal.Lines[^1]);
    }

    [Fact]
    public async Task A_start_that_fails_after_its_term_has_ended_is_logged_and_the_others_are_stopped()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _services.Y.OnStart = (_, _) => slow.Task;
        var a = await StartingAsync();

        var closing = a.CloseAsync();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Stopping, "a to stop");
        slow.SetException(new IOException("The disk is full."));
        await InNoTimeAsync(closing, "a to close");

        Assert.Equal(["a x starts", "a y starts", "a y stopped", "a x stops", "a x stopped"], Journal.Lines);
        Assert.IsType<IOException>(Assert.Single(a.Logs.WithEventId(StartFailed)).Exception);
    }

    [Fact]
    public async Task A_start_that_goes_on_for_longer_than_the_stop_budget_is_an_overrun()
    {
        var slow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _services.Y.OnStart = (_, _) => slow.Task;
        var a = await StartingAsync();

        var closing = a.CloseAsync();
        await World.UntilAsync(() => a.Status.StopOverran, "the overrun", limit: ElectionWorld.StopBudget + ElectionWorld.Step);
        await World.StillAsync(() => a.HostStops == 1, "the host to be stopped");
        Assert.Single(World.Queue);

        slow.SetResult();
        await InNoTimeAsync(closing, "a to close");
        Assert.Empty(World.Queue);
    }

    [Fact]
    public async Task A_start_that_sees_the_lease_ended_before_the_timer_does_ends_the_term()
    {
        var a = World.Add("a", services: _ => _services.InOrder);
        var frozen = false;
        _services.Y.OnStart = (term, _) =>
        {
            if (!frozen)
            {
                frozen = true;
                a.Clock.Jump(T);
                term.ThrowIfLost();
            }

            return Task.CompletedTask;
        };

        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead in another term");

        Assert.True(frozen);
        Assert.Empty(a.Logs.WithEventId(StartFailed));
        Assert.Equal(["a x starts", "a y starts", "a y stopped", "a x stops", "a x stopped", "a x starts"], Journal.Lines.Take(6));
    }

    /// <summary>b leads, a is next, and its second service will not start.</summary>
    private async Task<(ElectionNode A, ElectionNode B)> WithAFailingNextAsync()
    {
        var a = await World.LeaderAsync("a", services: _ => _services.InOrder);
        var b = await World.FollowerAsync("b");
        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Waiting, "b to lead and a to wait");
        _services.Y.OnStart = static (_, _) => throw new IOException("The disk is full.");
        return (a, b);
    }

    /// <summary>A node alone, in the middle of starting a service.</summary>
    private async Task<ElectionNode> StartingAsync()
    {
        var a = World.Add("a", services: _ => _services.InOrder);
        a.Start();
        await World.UntilAsync(() => _services.InOrder.Cast<JournalingService>().Any(s => s.IsBusy), "a service to be starting");
        return a;
    }
}
