using LeaderHosting.Election.Operations;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Nodes of which some are preferred as leader.</summary>
public sealed class PriorityTests : ElectionStory
{
    private static readonly TimeSpan Tenure = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_node_with_a_higher_priority_takes_over_gently_after_the_minimum_tenure()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c", static s => s with { Priority = 5 });

        await World.PassAsync(Tenure - T);
        Assert.Equal(["a starts"], Journal.Lines);

        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead", 2 * T);
        await World.PassAsync(3 * Tenure);

        Assert.Equal(["a starts", "a stops", "a stopped", "c starts"], Journal.Lines);
        Assert.Contains(" of c: it has a higher priority, 5", Assert.Single(a.Logs.WithEventId(4121)).Message, StringComparison.Ordinal);
        Assert.Empty(a.Logs.WithEventId(4105));
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
    }

    [Fact]
    public async Task Of_several_the_highest_and_of_equals_the_first_takes_over()
    {
        var a = await World.LeaderAsync("a", static s => s with { MinimumTenure = TimeSpan.Zero });
        a.Network.Cut();
        await World.FollowerAsync("low", static s => s with { Priority = 1 });
        a.Network.Restore();
        var nodes = new List<ElectionNode>();
        foreach (var (name, priority) in new[] { ("x", 3), ("y", 7), ("z", 7) })
        {
            nodes.Add(World.Add(name, s => s with { Priority = priority, MinimumTenure = TimeSpan.Zero }));
        }

        nodes.ForEach(static n => n.Start());
        await World.UntilAsync(() => nodes[1].IsLeader || nodes[2].IsLeader, "one of the highest to lead");
        await World.PassAsync(3 * Tenure);

        Assert.Equal(1, Journal.Count("y starts") + Journal.Count("z starts"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-5)]
    public async Task Equals_never_trade(int priority)
    {
        await World.LeaderAsync("a", s => s with { Priority = priority, MinimumTenure = TimeSpan.Zero });
        await World.FollowerAsync("b", s => s with { Priority = priority, MinimumTenure = TimeSpan.Zero });
        await World.PassAsync(3 * Tenure);

        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task After_a_crash_the_next_in_line_leads_at_once_and_hands_over_later()
    {
        var a = await World.LeaderAsync("a", static s => s with { Priority = 9 });
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c", static s => s with { Priority = 5 });
        a.Network.Cut();

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", 2 * T);
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead", 2 * Tenure);

        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again", 2 * Tenure);
        await World.PassAsync(3 * Tenure);
        Assert.Equal(1, Journal.Count("b starts"));
        Assert.Equal(1, Journal.Count("c starts"));
        Assert.Equal(2, Journal.Count("a starts"));
    }

    [Fact]
    public async Task A_node_that_is_paused_is_not_preferred()
    {
        await World.LeaderAsync("a", static s => s with { MinimumTenure = TimeSpan.Zero });
        var b = World.Add("b", static s => s with { Priority = 5 });
        await b.Election.PauseAsync(default);
        b.Start();
        await World.PassAsync(Tenure);
        Assert.Equal(["a starts"], Journal.Lines);

        await b.Election.ResumeAsync(default);
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", 2 * T);
    }

    [Fact]
    public async Task A_latch_has_no_priority()
    {
        await World.LeaderAsync("a", static s => s with { Priority = -1, MinimumTenure = Tenure });
        await using var latch = await CuratorLatch.JoinAsync(World, "java-1");
        await World.FollowerAsync("b", static s => s with { Priority = -1 });

        // Its 0 is more than the leader's −1.
        await World.UntilAsync(() => Journal.Count("a stopped") == 1, "a to hand over", 2 * Tenure);
        Assert.Equal(latch.Candidate, World.Record!.Candidate);
    }

    [Fact]
    public async Task The_priority_is_seen_in_the_list_of_candidates()
    {
        var a = await World.LeaderAsync("a");
        await World.FollowerAsync("b", static s => s with { Priority = 5 });

        var candidates = await a.Election.AskAsync(c => ReadLeader.CandidatesAsync(c, a.Candidate, default), default);

        Assert.Equal([("a", 0), ("b", 5)], candidates.Select(static c => (c.Name, c.Priority)));
    }

    /// <summary>A look at the queue costs one request, however long it is: what a candidate says of itself is read once.</summary>
    [Fact]
    public async Task Candidates_are_read_once()
    {
        var a = await World.LeaderAsync("a", static s => s with { MinimumTenure = TimeSpan.Zero });
        var b = await World.FollowerAsync("b");
        await World.PassAsync(10 * T);

        Assert.Single(a.Network.Requests, r => r.Kind == FakeRequestKind.Get && r.Path == $"{ElectionWorld.Path}/{b.Candidate}");
    }
}
