using LeaderHosting.Election.Operations;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>A Java process with a Curator LeaderLatch in the same election.</summary>
public sealed class CuratorLatchTests : ElectionStory
{
    [Fact]
    public async Task A_latch_ahead_leads_and_is_seen_to()
    {
        var latch = await CuratorLatch.JoinAsync(World, "java-1");
        var a = await World.FollowerAsync("a");
        await World.PassAsync(2 * T);

        Assert.Equal("java-1", a.Status.Leader!.Name);
        Assert.Equal(latch.Candidate, a.Status.Leader.Candidate);
        Assert.Null(a.Status.Term);
        Assert.Empty(Journal.Lines);

        await latch.DisposeAsync();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        Assert.Equal(a.Candidate, World.Record!.Candidate);
    }

    [Fact]
    public async Task A_latch_behind_is_handed_leadership_and_the_one_behind_it_waits_for_it()
    {
        var a = await World.LeaderAsync("a");
        await using var latch = await CuratorLatch.JoinAsync(World, "java-1");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.UntilAsync(() => b.Status.Leader?.Name == "java-1", "b to see the latch lead");
        await World.UntilAsync(() => b.Election.Board.State.IsNext, "b to be next");

        Assert.Equal(latch.Candidate, World.Record!.Candidate);
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);

        await World.PassAsync(T);
        await latch.DisposeAsync();
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
    }

    [Fact]
    public async Task A_latch_that_leads_after_a_crash_is_not_taken_for_the_one_on_record()
    {
        var a = await World.LeaderAsync("a");
        await using var latch = await CuratorLatch.JoinAsync(World, "java-1");
        var b = await World.FollowerAsync("b");
        a.Network.Cut();

        await World.UntilAsync(() => b.Status.Leader?.Name == "java-1", "b to see the latch lead");

        // The record still names a, whose node is gone.
        Assert.NotEqual(latch.Candidate, World.Record!.Candidate);
        Assert.Null(b.Status.Term);
        var queue = await b.Election.AskAsync(c => ReadLeader.CandidatesAsync(c, b.Candidate, default), default);
        Assert.Equal([("java-1", true, false), ("b", false, true)], queue.Select(c => (c.Name, c.IsLeader, c.IsSelf)));
    }
}
