using System.Text;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>A candidate that a session has left in the queue, and for which nobody speaks: a create that was applied after its node had looked for it in vain.</summary>
public sealed class StrayTests : ElectionStory
{
    [Fact]
    public async Task One_of_a_node_that_has_paused_does_not_keep_the_others_from_leading()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await InNoTimeAsync(b.Election.PauseAsync(default), "the pause");
        LeaveStrayOf(b);
        var c = await World.FollowerAsync("c");

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead", 2 * T);

        Assert.Equal([c.Candidate!], World.Queue);
        Assert.Single(b.Logs.WithEventId(4123));
    }

    [Fact]
    public async Task A_node_does_not_wait_for_itself()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await InNoTimeAsync(b.Election.PauseAsync(default), "the pause");
        LeaveStrayOf(b);
        await InNoTimeAsync(b.Election.ResumeAsync(default), "the end of the pause");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting, "b to wait");

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", 2 * T);

        Assert.Equal([b.Candidate!], World.Queue);
    }

    [Fact]
    public async Task A_namesake_in_another_process_is_left_alone()
    {
        var first = await World.LeaderAsync("a");
        var second = await World.FollowerAsync("a");
        await World.PassAsync(3 * T);

        Assert.Equal([first.Candidate!, second.Candidate!], World.Queue);
        Assert.True(first.IsLeader);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    private void LeaveStrayOf(ElectionNode node) => World.Ensemble.ByHand((tree, zxid) => tree.Create(
        $"{ElectionWorld.Path}/_c_{Guid.NewGuid()}-latch-", Encoding.UTF8.GetBytes(node.Name), node.Network.Current.Id, sequential: true, zxid, out _));
}
