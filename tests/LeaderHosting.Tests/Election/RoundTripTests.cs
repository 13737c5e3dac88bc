using LeaderHosting.Election.Operations;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>What stands between an old leader's last stop and the new one's first start: as few requests as can be, and the truth when what they build on is out of date.</summary>
public sealed class RoundTripTests : ElectionStory
{
    [Fact]
    public async Task A_leader_that_has_seen_who_is_next_hands_over_with_its_first_request()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.FollowerAsync("c");
        await World.PassAsync(T);
        var before = a.Network.Requests.Count;

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.True(a.Network.Requests.Skip(before).First(static r => !r.IsProof).IsHandover);
    }

    [Fact]
    public async Task The_named_successor_is_not_looked_for_either()
    {
        var a = await World.LeaderAsync("a");
        await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);
        var before = 0;
        a.Service.OnStop = _ =>
        {
            before = a.Network.Requests.Count;
            return Task.CompletedTask;
        };

        await InNoTimeAsync(a.Election.ResignAsync("c", default), "the resignation");
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead");

        Assert.True(a.Network.Requests.Skip(before).First(static r => !r.IsProof).IsHandover);
    }

    [Fact]
    public async Task Whoever_was_seen_to_be_next_and_has_gone_is_not_waited_for()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);

        World.Ensemble.Expire(b.Network.Current.Id);
        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead");

        Assert.Equal(["a starts", "a stops", "a stopped", "c starts"], Journal.Lines);
    }

    [Fact]
    public async Task Whoever_joined_after_the_last_look_is_found()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var b = await World.FollowerAsync("b");

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(b.Candidate, World.Queue[0]);
    }

    [Fact]
    public async Task Whoever_has_handed_over_looks_before_it_joins_again_so_that_its_successor_is_served_first()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var before = a.Network.Requests.Count;

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting && b.Phase == LeadershipPhase.Leading, "a to wait behind b");

        var asked = a.Network.Requests.Skip(before).Where(static r => !r.IsProof).ToList();
        var next = asked.FindIndex(static r => r.IsHandover) + 1;
        Assert.Equal((FakeRequestKind.Get, ElectionWorld.Path), (asked[next].Kind, asked[next].Path));
        Assert.Contains(asked.Skip(next), static r => r.Kind == FakeRequestKind.Create);
    }

    [Fact]
    public async Task Whoever_has_handed_over_asks_for_nothing_before_its_successor_has_started()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var (before, candidate) = (a.Network.Requests.Count, b.Candidate);
        var ahead = b.Network.Requests.Count;

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await World.SettleAsync();

        Assert.All(a.Network.Requests.Skip(before), static r => Assert.True(r.IsHandover || r.IsProof, r.ToString()));
        Assert.Equal([candidate!], World.Queue);

        // The successor reads who is named, and needs no commit to lead.
        Assert.DoesNotContain(b.Network.Requests.Skip(ahead), static r => r.IsClaim);
        await World.PassAsync(ElectionContext.LongestGivingWay);
        await World.StillAsync(() => World.Queue.Count == 2, "a to stand behind b");
    }

    [Fact]
    public async Task A_leader_at_rest_asks_for_nothing_but_the_record_and_the_queue()
    {
        var a = await World.LeaderAsync("a");
        await World.FollowerAsync("b");
        await World.PassAsync(T);
        var before = a.Network.Requests.Count;

        await World.PassAsync(2 * T);

        var asked = a.Network.Requests.Skip(before).Where(static r => !r.IsProof).Select(static r => (r.Kind, r.Path)).ToList();
        Assert.Equal(
            [(FakeRequestKind.Get, ElectionWorld.Path), (FakeRequestKind.GetChildren, ElectionWorld.Path)],
            asked.Distinct().OrderBy(static r => r.Kind).ToArray());
        Assert.InRange(asked.Count, 10, 16);
    }

    [Fact]
    public async Task After_a_crash_the_claim_waits_for_the_record_and_for_nothing_else()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var before = b.Network.Requests.Count;

        a.Network.Cut();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        // Not for a look at the candidate that it names, which is known to be gone.
        var asked = b.Network.Requests.Skip(before).Where(static r => !r.IsProof).ToList();
        var read = asked[asked.FindIndex(static r => r.IsClaim) - 1];
        Assert.Equal((FakeRequestKind.Get, ElectionWorld.Path), (read.Kind, read.Path));
        Assert.Equal(b.Candidate, World.Record!.Candidate);
        Assert.Equal(World.Ensemble.Tree.Find(ElectionWorld.Path)!.ModifiedZxid, b.Term!.FencingToken);
    }

    [Fact]
    public async Task Whoever_is_not_the_one_named_by_a_handover_claims_nothing()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);
        var before = b.Network.Requests.Count;

        await InNoTimeAsync(a.Election.ResignAsync("c", default), "the resignation");
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading && b.Phase == LeadershipPhase.Waiting, "c to lead and b to wait");
        await World.PassAsync(T);

        Assert.DoesNotContain(b.Network.Requests.Skip(before), static r => r.IsClaim);
        Assert.Equal(["a starts", "a stops", "a stopped", "c starts"], Journal.Lines);
        Assert.Equal(c.Candidate, World.Record!.Candidate);
        Assert.Empty(b.Logs.WithEventId(4120).Skip(1));
    }

    [Theory]
    [InlineData(RequestFate.AnswerLost)]
    [InlineData(RequestFate.Lost)]
    internal async Task A_claim_after_a_crash_whose_answer_is_lost_happens_once(RequestFate fate)
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var version = World.Ensemble.Tree.Find(ElectionWorld.Path)!.Version;
        b.Network.DecideOnce(static r => r.IsClaim, fate);

        a.Network.Cut();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(version + 1, World.Ensemble.Tree.Find(ElectionWorld.Path)!.Version);
        Assert.Equal(version + 1, b.Term!.Number);
        Assert.Equal(1, Journal.Count("b starts"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_claim_that_is_applied_after_it_was_given_up_makes_nobody_leader_for_long(bool closes)
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);
        b.Network.Decide(static r => r.IsClaim ? RequestFate.Held : RequestFate.Answered);

        a.Network.Cut();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Claiming && b.Network.IsHolding, "b to claim");
        var version = World.Ensemble.Tree.Find(ElectionWorld.Path)!.Version;
        var end = closes ? b.CloseAsync() : b.Election.PauseAsync(default);
        await World.StillAsync(() => b.Phase == LeadershipPhase.HandingOver, "b to withdraw");
        b.Network.Release();
        await InNoTimeAsync(end, "b to be gone");
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead", ElectionWorld.Step * 5);

        // The claim of b was applied, and then the one of c.
        Assert.Equal(version + 2, c.Term!.Number);
        Assert.Equal([c.Candidate!], World.Queue);
        Assert.Equal(["a starts", "a stops", "a stopped", "c starts"], Journal.Lines);
    }

    [Fact]
    public async Task Whoever_joins_asks_for_its_place_without_waiting_for_its_name()
    {
        await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        var asked = b.Network.Requests.Where(static r => !r.IsProof).ToList();
        var behind = asked.SkipWhile(static r => r.Kind != FakeRequestKind.Create).Skip(1).Take(2);
        Assert.Equal([FakeRequestKind.Get, FakeRequestKind.GetChildren], behind.Select(static r => r.Kind));
    }

    [Theory]
    [InlineData(RequestFate.AnswerLost)]
    [InlineData(RequestFate.Lost)]
    [InlineData(RequestFate.Refused)]
    internal async Task The_place_is_looked_up_again_when_it_could_not_be_read_together_with_joining(RequestFate fate)
    {
        var a = await World.LeaderAsync("a");
        var b = World.Add("b");
        b.Network.DecideOnce(static r => r.Kind == FakeRequestKind.GetChildren, fate);

        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting && World.Ensemble.WatchCount == 1, "b to wait");
        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal([b.Candidate!], World.Queue);
    }

    [Fact]
    public async Task The_record_is_read_again_where_somebody_has_overwritten_it_before_the_crash()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        a.Network.Cut();
        World.Ensemble.ByHand(static (tree, zxid) => tree.Set(ElectionWorld.Path, "not a record"u8.ToArray(), version: -1, zxid));
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(b.Candidate, World.Record!.Candidate);
    }
}
