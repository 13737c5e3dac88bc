using LeaderHosting.Coordination;
using LeaderHosting.Election;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Whoever comes where nobody stands joins the queue and claims in one transaction, which is refused when it was not alone after all.</summary>
public sealed class LeadingAtOnceTests : ElectionStory
{
    [Fact]
    public async Task Whoever_comes_where_nobody_stands_leads_by_a_read_and_one_transaction()
    {
        Prepare(created: 3);
        var a = World.Add("a");

        a.Start();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        var asked = a.Network.Requests.Where(static r => !r.IsProof).Take(2).ToList();
        Assert.Equal((FakeRequestKind.Get, ElectionWorld.Path), (asked[0].Kind, asked[0].Path));
        Assert.True(asked[1].IsRegistration && asked[1].IsClaim, asked[1].ToString());
        Assert.EndsWith("-latch-0000000003", a.Candidate, StringComparison.Ordinal);
        Assert.Equal([a.Candidate!], World.Queue);
        Assert.Equal(a.Candidate, World.Record!.Candidate);
        var node = World.Ensemble.Tree.Find(ElectionWorld.Path)!;
        Assert.Equal((node.Version, node.ModifiedZxid), (a.Term!.Number, a.Term.FencingToken));
    }

    [Fact]
    public async Task So_does_the_first_that_ever_comes()
    {
        var a = await World.LeaderAsync("a");

        Assert.Equal(1, a.Network.Requests.Count(static r => r.IsClaim));
        Assert.Single(a.Network.Requests, static r => r.IsRegistration && r.IsClaim);
    }

    [Fact]
    public async Task Of_two_that_come_at_once_one_leads_and_the_other_waits_behind_it()
    {
        Prepare();
        var (a, b) = (World.Add("a"), World.Add("b"));
        b.Network.Decide(static r => r.IsRegistration ? RequestFate.Held : RequestFate.Answered);
        b.Start();
        await World.UntilAsync(() => b.Network.IsHolding, "b to come, and to have seen nobody");

        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        b.Network.Release();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting && b.Status.Leader?.Name == "a", "b to wait behind a");
        await World.PassAsync(2 * T);

        Assert.Equal([a.Candidate!, b.Candidate!], World.Queue);
        Assert.Equal(["a starts"], Journal.Lines);
        Assert.Equal(1, a.Term!.Number);
        Assert.Empty(b.Logs.WithEventId(4108));
    }

    /// <summary>A latch looks at no record: what keeps the two apart is the number that was foretold.</summary>
    [Fact]
    public async Task Nobody_leads_beside_a_latch_that_has_come_meanwhile()
    {
        Prepare();
        var a = World.Add("a");
        a.Network.Decide(static r => r.IsRegistration ? RequestFate.Held : RequestFate.Answered);
        a.Start();
        await World.UntilAsync(() => a.Network.IsHolding, "a to come, and to have seen nobody");

        var latch = Join("latch");
        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");
        await World.PassAsync(2 * T);

        Assert.Equal([latch, a.Candidate!], World.Queue);
        Assert.False(a.IsLeader);
        Assert.Null(World.Record);
    }

    /// <summary>It has come and gone, so that nobody stands there; but what it may have written is not what was read.</summary>
    [Fact]
    public async Task Whoever_has_come_and_gone_meanwhile_delays_the_lead_and_no_more()
    {
        Prepare();
        var a = World.Add("a");
        a.Network.Decide(static r => r.IsRegistration ? RequestFate.Held : RequestFate.Answered);
        a.Start();
        await World.UntilAsync(() => a.Network.IsHolding, "a to come, and to have seen nobody");

        var guest = Join("guest");
        World.Ensemble.ByHand((tree, zxid) => tree
            .Set(ElectionWorld.Path, new LeaderRecord(guest) { Name = "guest" }.ToUtf8(), version: -1, zxid)
            .Delete($"{ElectionWorld.Path}/{guest}"));
        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Equal([a.Candidate!], World.Queue);
        Assert.Equal(2, a.Term!.Number);
        Assert.Empty(a.Logs.WithEventId(4108));
    }

    [Theory]
    [InlineData(RequestFate.AnswerLost)]
    [InlineData(RequestFate.Lost)]
    internal async Task A_transaction_whose_answer_is_lost_makes_one_candidate_and_one_term(RequestFate fate)
    {
        Prepare();
        var a = World.Add("a");
        a.Network.DecideOnce(static r => r.IsRegistration, fate);

        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        await World.PassAsync(T);

        Assert.Equal([a.Candidate!], World.Queue);
        Assert.Equal(1, a.Term!.Number);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transaction_that_is_applied_after_it_was_given_up_makes_nobody_leader_for_long(bool closes)
    {
        Prepare();
        var (a, b) = (World.Add("a"), World.Add("b"));
        a.Network.Decide(static r => r.IsRegistration ? RequestFate.Held : RequestFate.Answered);
        a.Start();
        await World.UntilAsync(() => a.Network.IsHolding, "a to come");

        var end = closes ? a.CloseAsync() : a.Election.PauseAsync(default);
        await World.StillAsync(() => a.Phase == LeadershipPhase.HandingOver, "a to withdraw");
        a.Network.Release();
        await InNoTimeAsync(end, "a to be gone");
        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal([b.Candidate!], World.Queue);
        Assert.Equal(["b starts"], Journal.Lines);
    }

    /// <summary>An ACL may allow one part of it and not the other: then the single request says which.</summary>
    [Fact]
    public async Task A_transaction_that_is_refused_is_followed_by_its_parts()
    {
        Prepare();
        var a = World.Add("a");
        a.Network.DecideOnce(static r => r.IsRegistration, RequestFate.Refused);

        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Single(a.Network.Requests, static r => r.Kind == FakeRequestKind.Create);
        Assert.Empty(a.Logs.WithEventId(4108));
    }

    [Fact]
    public async Task Where_somebody_stands_nobody_tries()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        Assert.DoesNotContain(b.Network.Requests, static r => r.IsClaim);
        Assert.Equal([a.Candidate!, b.Candidate!], World.Queue);
    }

    [Fact]
    public async Task Whoever_is_back_after_a_lost_session_leads_at_once_too()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var (former, before) = (a.Candidate, a.Network.Requests.Count);

        World.Ensemble.Expire(a.Network.Current.Id);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading && a.Candidate != former, "a to lead again");

        Assert.Single(a.Network.Requests.Skip(before), static r => r.IsRegistration && r.IsClaim);
        Assert.DoesNotContain(a.Network.Requests.Skip(before), static r => r.Kind == FakeRequestKind.Create);
    }

    /// <summary>The election path is there, and so many have stood there and are gone.</summary>
    private void Prepare(int created = 0)
    {
        World.Ensemble.ByHand(static (tree, zxid) => tree
            .Create("/dmonitor", default, owner: 0, sequential: false, zxid, out _)
            .Create(ElectionWorld.Path, default, owner: 0, sequential: false, zxid, out _));
        for (var i = 0; i < created; i++)
        {
            var name = Join("former");
            World.Ensemble.ByHand((tree, _) => tree.Delete($"{ElectionWorld.Path}/{name}"));
        }
    }

    /// <summary>A candidate that looks at nothing joins.</summary>
    private string Join(string data)
    {
        var created = "";
        World.Ensemble.ByHand((tree, zxid) => tree.Create(
            CandidateName.PathPrefixOf(ElectionWorld.Path, Guid.NewGuid().ToString()),
            System.Text.Encoding.UTF8.GetBytes(data),
            owner: 1,
            sequential: true,
            zxid,
            out created));
        return created[(ElectionWorld.Path.Length + 1)..];
    }
}
