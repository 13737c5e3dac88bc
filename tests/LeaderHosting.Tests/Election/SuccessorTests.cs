using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>A leader that names who is to follow it.</summary>
public sealed class SuccessorTests : ElectionStory
{
    [Fact]
    public async Task Those_before_the_named_one_let_it_pass()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        var d = await World.FollowerAsync("d");
        await World.PassAsync(T);

        await InNoTimeAsync(a.Election.ResignAsync("d", default), "the resignation");
        await World.UntilAsync(() => d.Phase == LeadershipPhase.Leading, "d to lead");
        await World.UntilAsync(() => World.Queue.Count == 4, "everybody to be back");
        await World.PassAsync(T);

        Assert.Equal(["a starts", "a stops", "a stopped", "d starts"], Journal.Lines);
        Assert.Equal(d.Candidate, World.Queue[0]);
        Assert.Equal("d", a.Status.Leader?.Name);
        Assert.Single(b.Logs.WithEventId(4120));
        Assert.Single(c.Logs.WithEventId(4120));
        Assert.All(new[] { a, b, c }, static node => Assert.Equal(LeadershipPhase.Waiting, node.Phase));
    }

    [Fact]
    public async Task The_next_in_line_starts_at_once_when_it_is_the_one_named()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        await InNoTimeAsync(a.Election.ResignAsync("b", default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Empty(b.Logs.WithEventId(4120));
    }

    [Theory]
    [InlineData("x", "No candidate of /dmonitor/master is named 'x'; there are 'a', 'b'.")]
    [InlineData("a", "'a' is the name of this node; it can't be its own successor.")]
    [InlineData("", "empty")]
    public async Task A_name_that_can_not_follow_is_refused_and_nothing_stops(string name, string says)
    {
        var a = await World.LeaderAsync("a");
        await World.FollowerAsync("b");

        var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => a.Election.ResignAsync(name, default));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        await World.PassAsync(T);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task On_a_node_that_does_not_lead_nothing_happens()
    {
        await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.FollowerAsync("c");

        await InNoTimeAsync(b.Election.ResignAsync("c", default), "a resignation from nothing");
        await World.PassAsync(T);

        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task If_the_named_one_vanishes_while_the_services_stop_the_next_leads()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        a.Service.OnStop = _ => Task.Delay(TimeSpan.FromSeconds(1), World.Clock, CancellationToken.None);

        var resignation = a.Election.ResignAsync("c", default);
        await World.StillAsync(() => a.Phase == LeadershipPhase.Stopping, "a to stop");
        await InNoTimeAsync(c.CloseAsync(), "c to close");
        await World.UntilAsync(() => resignation.IsCompleted && b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
    }

    /// <summary>The named one is dead already, and nobody can know: it costs what the crash of a leader costs.</summary>
    [Fact]
    public async Task If_the_named_one_has_crashed_somebody_leads_after_the_session_timeout()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        c.Network.Cut();

        await InNoTimeAsync(a.Election.ResignAsync("c", default), "the resignation");
        await World.UntilAsync(() => a.IsLeader || b.IsLeader, "somebody to lead", 2 * T);
        c.Network.Restore();
        await World.UntilAsync(() => World.Queue.Count == 3, "everybody to be back");
    }

    /// <summary>It knows nothing of the record, so nobody can make it wait.</summary>
    [Fact]
    public async Task A_latch_in_between_leads_first_and_the_named_one_after_it()
    {
        var a = await World.LeaderAsync("a");
        await using var latch = await CuratorLatch.JoinAsync(World, "java-1");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");

        await InNoTimeAsync(a.Election.ResignAsync("c", default), "the resignation");
        await World.UntilAsync(() => b.Status.Leader?.Name == "java-1" && c.Status.Leader?.Name == "java-1", "the latch to be seen to lead");
        await World.PassAsync(2 * T);
        Assert.Equal(["a starts", "a stops", "a stopped"], Journal.Lines);

        await latch.DisposeAsync();
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead");
        Assert.Equal(["a starts", "a stops", "a stopped", "c starts"], Journal.Lines);
    }
}
