using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>A node that is told to stand back, and to come forward again.</summary>
public sealed class PauseTests : ElectionStory
{
    [Fact]
    public async Task A_leader_that_pauses_hands_over_and_stays_away_until_it_resumes()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        await InNoTimeAsync(a.Election.PauseAsync(default), "the pause");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await World.PassAsync(3 * T);

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
        Assert.Equal(LeadershipPhase.Observing, a.Phase);
        Assert.True(a.Status.IsPaused);
        Assert.Equal("b", a.Status.Leader?.Name);
        Assert.Equal([b.Candidate!], World.Queue);
        Assert.Single(a.Logs.WithEventId(4116));
        Assert.Empty(a.Logs.WithEventId(4105));

        await InNoTimeAsync(a.Election.ResumeAsync(default), "the end of the pause");
        await World.StillAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");

        Assert.False(a.Status.IsPaused);
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
        Assert.Single(a.Logs.WithEventId(4117));
    }

    [Fact]
    public async Task A_follower_that_pauses_leaves_the_queue()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");

        await InNoTimeAsync(b.Election.PauseAsync(default), "the pause");
        Assert.Equal([a.Candidate!, c.Candidate!], World.Queue);

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.StillAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead");
        Assert.DoesNotContain("b starts", Journal.Lines);
    }

    [Fact]
    public async Task A_pause_outlasts_the_session()
    {
        var a = await World.LeaderAsync("a");
        await InNoTimeAsync(a.Election.PauseAsync(default), "the pause");

        World.Ensemble.Expire(a.Network.Current.Id);
        await World.PassAsync(2 * T);

        Assert.Equal(LeadershipPhase.Observing, a.Phase);
        Assert.Empty(World.Queue);

        await a.Election.ResumeAsync(default);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");
    }

    [Fact]
    public async Task A_pause_before_the_start_holds_from_the_start()
    {
        var a = World.Add("a");
        await InNoTimeAsync(a.Election.PauseAsync(default), "the pause");
        a.Start();

        await World.UntilAsync(() => a.Phase == LeadershipPhase.Observing, "a to look on");
        await World.PassAsync(T);

        Assert.Empty(World.Queue);
        Assert.True(a.Status.IsPaused);
    }

    [Fact]
    public async Task Pausing_and_resuming_twice_is_as_good_as_once()
    {
        var a = await World.LeaderAsync("a");
        await InNoTimeAsync(Task.WhenAll(a.Election.PauseAsync(default), a.Election.PauseAsync(default)), "the pauses");
        await InNoTimeAsync(Task.WhenAll(a.Election.ResumeAsync(default), a.Election.ResumeAsync(default)), "the ends of the pauses");

        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Single(World.Queue);
    }

    [Fact]
    public async Task Resuming_while_the_services_stop_is_not_lost()
    {
        var a = await World.LeaderAsync("a");
        a.Service.OnStop = _ => Task.Delay(TimeSpan.FromSeconds(1), World.Clock, CancellationToken.None);
        var pause = a.Election.PauseAsync(default);
        await World.StillAsync(() => a.Phase == LeadershipPhase.Stopping, "a to stop");

        await InNoTimeAsync(a.Election.ResumeAsync(default), "the end of the pause");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Equal(["a starts", "a stops", "a stopped", "a starts"], Journal.Lines);
        Assert.True(pause.IsCompleted, "Whoever paused waits for a pause that was taken back.");
    }

    [Fact]
    public async Task After_the_end_nobody_waits_for_a_pause()
    {
        var a = await World.LeaderAsync("a");
        await InNoTimeAsync(a.CloseAsync(), "a to close");

        await InNoTimeAsync(a.Election.PauseAsync(default), "a pause that nobody takes");
        await InNoTimeAsync(a.Election.ResumeAsync(default), "the end of it");
    }
}
