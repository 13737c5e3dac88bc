using LeaderHosting.Election.Operations;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Whoever has handed over joins the queue again a moment later, and no more than a moment.</summary>
public sealed class GivingWayTests : ElectionStory
{
    [Theory]
    [InlineData(40, 100)]
    [InlineData(10, 100)]
    [InlineData(0.8, 50)]
    public async Task It_takes_a_tenth_of_a_second_or_a_sixteenth_of_a_short_session_timeout(double sessionTimeout, int milliseconds)
    {
        var a = await StartAsync("a", TimeSpan.FromSeconds(sessionTimeout), LeadershipPhase.Leading);
        var b = await StartAsync("b", TimeSpan.FromSeconds(sessionTimeout), LeadershipPhase.Waiting);

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await World.PassAsync(TimeSpan.FromMilliseconds(milliseconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal([b.Candidate!], World.Queue);

        await World.PassAsync(TimeSpan.FromMilliseconds(1));
        await World.StillAsync(() => World.Queue.Count == 2, "a to stand behind b");
    }

    [Fact]
    public async Task A_successor_that_leaves_at_once_leaves_nobody_for_a_moment_only()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await InNoTimeAsync(b.Election.PauseAsync(default), "the pause");
        Assert.Empty(World.Queue);
        await World.PassAsync(ElectionContext.LongestGivingWay);
        await World.StillAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts", "b stops", "b stopped", "a starts"], Journal.Lines);
    }

    [Fact]
    public async Task What_has_passed_in_a_pause_counts()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        await InNoTimeAsync(a.Election.PauseAsync(default), "the pause");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await World.PassAsync(ElectionContext.LongestGivingWay * 0.8);
        await InNoTimeAsync(a.Election.ResumeAsync(default), "the end of the pause");
        await World.SettleAsync();
        Assert.Equal([b.Candidate!], World.Queue);

        await World.PassAsync(ElectionContext.LongestGivingWay * 0.2);
        await World.StillAsync(() => a.Phase == LeadershipPhase.Waiting, "a to stand behind b");
    }

    [Fact]
    public async Task A_candidate_about_to_be_created_is_not_missed_when_it_is_to_leave()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Registering, "b to lead, and a to give way");

        using var isSending = new ManualResetEventSlim();
        using var maySend = new ManualResetEventSlim();
        a.Network.BeforeSending = request =>
        {
            if (request.Kind == FakeRequestKind.Create)
            {
                isSending.Set();
                Assert.True(maySend.Wait(Eventually.DefaultTimeout));
            }
        };
        var passing = Task.Run(() => World.PassAsync(ElectionContext.LongestGivingWay));
        Assert.True(await Task.Run(() => isSending.Wait(Eventually.DefaultTimeout)));
        var pause = a.Election.PauseAsync(default);
        await Eventually.TrueAsync(() => a.Phase != LeadershipPhase.Registering, "a to leave");

        // Whoever looks too early has looked by then for a candidate that is not there yet.
        await ThreadPoolRest.WaitAsync();
        maySend.Set();
        await passing;
        await InNoTimeAsync(pause, "the pause");
        await World.SettleAsync();

        Assert.Equal([b.Candidate!], World.Queue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task To_leave_meanwhile_takes_no_time_even_without_a_connection(bool closes)
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Registering, "b to lead, and a to give way");

        a.Network.Cut();
        await InNoTimeAsync(closes ? a.Election.CloseAsync(default) : a.Election.PauseAsync(default), "a to leave");

        Assert.Equal(closes ? LeadershipPhase.Closed : LeadershipPhase.Observing, a.Phase);
        a.Network.Restore();
        await World.PassAsync(T);
        Assert.Equal([b.Candidate!], World.Queue);
    }

    private async Task<ElectionNode> StartAsync(string name, TimeSpan sessionTimeout, LeadershipPhase phase)
    {
        var node = World.Add(name, sessionTimeout: sessionTimeout);
        node.Start();
        await World.UntilAsync(() => node.Phase == phase, $"{name} to be {phase}");
        return node;
    }
}
