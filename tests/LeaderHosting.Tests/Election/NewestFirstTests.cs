using LeaderHosting.Election;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Elections in which the newest candidate leads.</summary>
public sealed class NewestFirstTests : ElectionStory
{
    [Fact]
    public async Task A_node_that_is_started_takes_over_from_the_present_leader()
    {
        var a = await LeaderAsync("a");
        var b = await LeaderAsync("b");
        var c = await LeaderAsync("c");
        await World.PassAsync(3 * T);

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts", "b stops", "b stopped", "c starts"], Journal.Lines);
        Assert.Equal(LeadershipPhase.Waiting, a.Phase);
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
        Assert.Equal("c", a.Status.Leader?.Name);
        Assert.Contains(" of c: it is newer", Assert.Single(b.Logs.WithEventId(4121)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_hears_of_it_within_a_third_of_the_session_timeout()
    {
        await LeaderAsync("a");
        var b = Add("b");
        b.Start();

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", T / 2);
    }

    [Fact]
    public async Task A_minimum_tenure_is_minded()
    {
        var a = World.Add("a", static s => Newest(s) with { MinimumTenure = 3 * T });
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        var b = Add("b");
        b.Start();
        await World.PassAsync(2 * T);
        Assert.Equal(["a starts"], Journal.Lines);

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", 2 * T);
    }

    [Fact]
    public async Task After_a_crash_the_newest_that_is_left_leads()
    {
        var a = await LeaderAsync("a");
        var b = await LeaderAsync("b");
        var c = await LeaderAsync("c");
        c.Network.Cut();

        // Both have come back after their terms: b last.
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", 2 * T);
        Assert.False(a.IsLeader);

        // It has stood before, and displaces nobody.
        c.Network.Restore();
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Waiting, "c to wait");
        await World.PassAsync(3 * T);
        Assert.True(b.IsLeader);
        Assert.Equal(2, Journal.Count("b starts"));
    }

    [Fact]
    public async Task On_close_the_newest_follows_at_once()
    {
        var a = await LeaderAsync("a");
        var b = await LeaderAsync("b");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting && a.Election.Board.State.IsNext, "a to be next");
        await World.PassAsync(T);

        await InNoTimeAsync(b.CloseAsync(), "b to close");
        await World.StillAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
    }

    [Fact]
    public async Task Whoever_resigns_does_not_come_back_by_itself()
    {
        var a = await LeaderAsync("a");
        var b = await LeaderAsync("b");
        await World.PassAsync(T);

        await InNoTimeAsync(b.Election.ResignAsync(default), "the resignation");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        await World.PassAsync(5 * T);

        Assert.Equal(1, Journal.Count("b starts"));
    }

    [Fact]
    public async Task A_named_successor_leads_though_it_is_not_the_newest()
    {
        var a = await LeaderAsync("a");
        await LeaderAsync("b");
        var c = await LeaderAsync("c");
        await World.PassAsync(T);

        await InNoTimeAsync(c.Election.ResignAsync("a", default), "the resignation");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead", T);
        await World.PassAsync(3 * T);

        Assert.Equal(2, Journal.Count("a starts"));
        Assert.Equal(1, Journal.Count("b starts"));
    }

    /// <summary>Both read that nobody leads, and both claim: the record can be replaced only once as it was read.</summary>
    [Fact]
    public async Task Of_two_that_claim_at_the_same_time_one_leads()
    {
        var nodes = new[] { "a", "b", "c", "d" }.Select(Add).ToList();
        nodes.ForEach(static node => node.Start());

        await World.UntilAsync(() => nodes.Count(static node => node.Phase == LeadershipPhase.Leading) == 1
            && nodes.Count(static node => node.Phase == LeadershipPhase.Waiting) == 3, "one to lead");
        await World.PassAsync(3 * T);

        Assert.Single(nodes, static node => node.IsLeader);
        Assert.All(nodes, static node => Assert.Empty(node.Logs.WithEventId(4108)));
    }

    [Fact]
    public async Task One_that_goes_by_the_other_order_is_refused()
    {
        var a = await World.LeaderAsync("a");
        var b = Add("b");
        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.BackingOff, "b to be refused");

        var error = Assert.IsType<InvalidOperationException>(b.Logs.WithEventId(4108)[0].Exception);
        Assert.Contains("'a') goes by the order OldestFirst", error.Message, StringComparison.Ordinal);
        Assert.Contains("and this node by NewestFirst", error.Message, StringComparison.Ordinal);
        Assert.Contains("Set Order to the same on every node", b.Status.LastError, StringComparison.Ordinal);
        await World.PassAsync(3 * T);
        Assert.True(a.IsLeader);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task So_is_one_that_goes_by_the_usual_order_where_the_newest_leads()
    {
        var a = await LeaderAsync("a");
        var b = World.Add("b");
        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.BackingOff, "b to be refused");
        await World.PassAsync(3 * T);

        Assert.Contains("'a') goes by the order NewestFirst", b.Logs.WithEventId(4108)[0].Exception!.Message, StringComparison.Ordinal);
        Assert.True(a.IsLeader);
        Assert.Equal([a.Candidate!], World.Queue);
    }

    [Fact]
    public async Task Where_a_latch_stands_nobody_leads_as_the_newest()
    {
        await using var latch = await CuratorLatch.JoinAsync(World, "java-1");
        var b = Add("b");
        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.BackingOff, "b to be refused");
        await World.PassAsync(3 * T);
        Assert.Contains("'java-1')", b.Logs.WithEventId(4108)[0].Exception!.Message, StringComparison.Ordinal);
        Assert.Empty(Journal.Lines);

        await latch.DisposeAsync();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
    }

    /// <summary>A latch leads when it is the lowest. A node that would lead above it must not, although it is the newest.</summary>
    [Fact]
    public async Task A_latch_that_comes_later_waits_until_the_last_of_ours_is_gone_and_nobody_comes_in_above_it()
    {
        var a = await LeaderAsync("a");
        await using var latch = await CuratorLatch.JoinAsync(World, "java-1");
        await World.PassAsync(T);
        Assert.True(a.IsLeader);

        var b = Add("b");
        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.BackingOff, "b to be refused");
        await World.UntilAsync(() => Journal.Count("a starts") == 1 && World.Queue.Count == 2, "the queue to be as before");

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.PassAsync(3 * T);
        Assert.Equal([latch.Candidate], World.Queue.Where(c => c == latch.Candidate));
        Assert.DoesNotContain("b starts", Journal.Lines);
    }

    private static ElectionSettings Newest(ElectionSettings settings) =>
        settings with { Order = LeadershipOrder.NewestFirst, MinimumTenure = TimeSpan.Zero };

    private ElectionNode Add(string name) => World.Add(name, Newest);

    private Task<ElectionNode> LeaderAsync(string name) => World.LeaderAsync(name, Newest);
}
