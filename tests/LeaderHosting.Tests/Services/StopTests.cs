using LeaderHosting.Health;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Tests.Services;

/// <summary>Services that fail to stop, or take too long.</summary>
public sealed class StopTests : ElectionStory
{
    private const int StopFailed = 5003;
    private const int StopOverran = 5005;

    private readonly TaskCompletionSource _hang = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_service_that_throws_while_stopping_counts_as_stopped()
    {
        var services = new ThreeServices(Journal, "a");
        services.Y.OnStop = static _ => throw new IOException("The disk is full.");
        var a = await World.LeaderAsync("a", services: _ => services.InOrder);
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["a z stops", "a z stopped", "a y stops", "a y stopped", "a x stops", "a x stopped", "b starts"], Journal.Lines.Skip(3));
        var entry = Assert.Single(a.Logs.WithEventId(StopFailed));
        Assert.Equal(LogLevel.Error, entry.Level);
        Assert.IsType<IOException>(entry.Exception);
        Assert.Equal(0, a.HostStops);
    }

    [Theory]
    [InlineData(StopOverrunBehavior.StopHost, 1, 0)]
    [InlineData(StopOverrunBehavior.FailFast, 0, 1)]
    [InlineData(StopOverrunBehavior.Log, 0, 0)]
    public async Task An_overrun_does_what_the_options_say_and_keeps_the_place_until_the_services_have_stopped(
        StopOverrunBehavior behavior, int hostStops, int failFasts)
    {
        var a = await World.LeaderAsync("a", s => s with { StopOverrun = behavior });
        var b = await World.FollowerAsync("b");
        CancellationToken stopToken = default;
        a.Service.OnStop = token =>
        {
            stopToken = token;
            return _hang.Task;
        };

        var resignation = a.Election.ResignAsync(default);
        await World.StillAsync(() => a.Service.IsBusy, "a to stop");
        var since = World.Clock.GetTimestamp();
        Assert.False(stopToken.IsCancellationRequested);
        await World.UntilAsync(() => a.Status.StopOverran, "the overrun");

        Assert.InRange(World.Clock.GetElapsedTime(since), ElectionWorld.StopBudget, ElectionWorld.StopBudget + ElectionWorld.Step);
        Assert.True(stopToken.IsCancellationRequested);
        await World.StillAsync(() => (a.HostStops, a.FailFasts.Count) == (hostStops, failFasts), "the punishment");
        Assert.All(a.FailFasts, message => Assert.Contains($"{ElectionWorld.Path}, term 1,", message, StringComparison.Ordinal));
        Assert.Equal(HealthStatus.Unhealthy, LeadershipHealthCheck.Judge(a.Status).Status);
        var entry = Assert.Single(a.Logs.WithEventId(StopOverran));
        Assert.Equal(LogLevel.Critical, entry.Level);
        Assert.Contains(behavior.ToString(), entry.Message, StringComparison.Ordinal);

        await World.PassAsync(2 * T);
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
        Assert.Equal(["a"], Journal.Running);
        Assert.Single(a.Logs.WithEventId(StopOverran));
        Assert.Equal((hostStops, failFasts), (a.HostStops, a.FailFasts.Count));

        _hang.SetResult();
        await InNoTimeAsync(resignation, "the resignation");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        Assert.False(a.Status.StopOverran);
        await World.UntilAsync(() => LeadershipHealthCheck.Judge(a.Status).Status == HealthStatus.Healthy, "a to be healthy again");
    }

    [Fact]
    public async Task One_that_hangs_does_not_keep_the_term_from_being_over()
    {
        var a = await World.LeaderAsync("a");
        var term = a.Term!;
        a.Service.OnStop = _ => _hang.Task;

        var closing = a.CloseAsync();
        await World.StillAsync(() => a.Service.IsBusy, "a to stop");

        Assert.False(a.IsLeader);
        Assert.False(term.IsValid);
        Assert.Equal(TimeSpan.Zero, term.LeaseRemaining);
        Assert.True(term.CancellationToken.IsCancellationRequested);
        Assert.Equal(LeadershipRole.Follower, a.Status.Role);
        _hang.SetResult();
        await InNoTimeAsync(closing, "a to close");
    }

    [Fact]
    public async Task Out_of_patience_the_host_leaves_the_session_to_expire_while_a_service_still_runs()
    {
        // The service never stops: once the session has expired another node leads beside it, as the log says.
        MayOverlap = true;
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        a.Service.OnStop = _ => _hang.Task;
        using var patience = new CancellationTokenSource();

        var closing = a.CloseAsync(patience.Token);
        await World.StillAsync(() => a.Service.IsBusy, "a to stop");
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closing);
        await a.DisposeAsync();
        var since = World.Clock.GetTimestamp();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.True(a.Network.Current.IsAbandoned);
        Assert.False(a.Network.Current.IsClosed);
        Assert.InRange(World.Clock.GetElapsedTime(since), T - ElectionWorld.Step, T + TimeSpan.FromSeconds(1));
        _hang.SetResult();
    }
}
