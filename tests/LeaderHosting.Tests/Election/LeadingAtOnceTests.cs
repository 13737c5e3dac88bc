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
        Prepare();
        for (var i = 0; i < 3; i++)
        {
            await ComeAndGoAsync();
        }

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
        await SeeNobodyAsync(b);

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
        await SeeNobodyAsync(a);

        await using var latch = await CuratorLatch.JoinAsync(World, "latch");
        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");
        await World.PassAsync(2 * T);

        Assert.Equal([latch.Candidate, a.Candidate!], World.Queue);
        Assert.False(a.IsLeader);
        Assert.Null(World.Record);
    }

    /// <summary>Numbers and versions begin anew with the path, and may have come to what they were.</summary>
    [Fact]
    public async Task Nobody_leads_beside_whoever_has_made_the_path_anew_since_it_was_read()
    {
        Prepare();
        await ComeAndGoAsync();
        World.Ensemble.ByHand(static (tree, zxid) => tree.Set(ElectionWorld.Path, default, version: -1, zxid));
        var (a, b) = (World.Add("a"), World.Add("b"));
        await SeeNobodyAsync(a);

        World.Ensemble.ByHand(static (tree, _) => tree.DeleteAll("/dmonitor"));
        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");
        await World.PassAsync(2 * T);

        Assert.EndsWith("0000000001", a.Candidate, StringComparison.Ordinal);
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
        Assert.Equal(["b starts"], Journal.Lines);
        Assert.Equal(b.Candidate, World.Record!.Candidate);
        await InNoTimeAsync(b.CloseAsync(), "b to close");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
    }

    /// <summary>Curator makes the path a container, which the servers delete when nobody stands there.</summary>
    [Fact]
    public async Task Nobody_leads_beside_a_latch_that_has_made_the_path_anew_since_it_was_read()
    {
        Prepare();
        await ComeAndGoAsync();
        var a = World.Add("a");
        await SeeNobodyAsync(a);

        World.Ensemble.ByHand(static (tree, _) => tree.DeleteAll("/dmonitor"));
        var latch = await CuratorLatch.JoinAsync(World, "latch");
        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");
        await World.PassAsync(2 * T);

        Assert.EndsWith("0000000001", a.Candidate, StringComparison.Ordinal);
        Assert.Equal([latch.Candidate, a.Candidate!], World.Queue);
        Assert.False(a.IsLeader);
        await latch.DisposeAsync();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_has_come_and_gone_meanwhile_or_written_the_record_delays_the_lead_and_no_more(bool comes)
    {
        Prepare();
        var a = World.Add("a");
        await SeeNobodyAsync(a);

        if (comes)
        {
            await ComeAndGoAsync();
        }
        else
        {
            World.Ensemble.ByHand(static (tree, zxid) => tree.Set(ElectionWorld.Path, "by hand"u8.ToArray(), version: -1, zxid));
        }

        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Equal([a.Candidate!], World.Queue);
        Assert.EndsWith(comes ? "0000000001" : "0000000000", a.Candidate, StringComparison.Ordinal);
        Assert.Equal(comes ? 1 : 2, a.Term!.Number);
        Assert.Single(a.Network.Requests, static r => r.Kind == FakeRequestKind.Create);
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
        await SeeNobodyAsync(a);

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
    public async Task A_transaction_that_fails_for_another_reason_is_told_and_tried_again_later()
    {
        Prepare();
        var a = World.Add("a");
        a.Network.DecideOnce(static r => r.IsRegistration, RequestFate.Failed);

        a.Start();
        await World.StillAsync(() => a.Phase == LeadershipPhase.BackingOff, "a to stand back");
        Assert.Single(a.Logs.WithEventId(4108));
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Equal([a.Candidate!], World.Queue);
    }

    [Fact]
    public async Task Where_somebody_stands_nobody_tries()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        Assert.DoesNotContain(b.Network.Requests, static r => r.IsClaim);
        Assert.Equal([a.Candidate!, b.Candidate!], World.Queue);
    }

    /// <summary>A child that is no candidate is one of those that the server counts.</summary>
    [Fact]
    public async Task Beside_a_child_that_is_no_candidate_nobody_tries()
    {
        Prepare();
        World.Ensemble.ByHand(static (tree, zxid) => tree.Create($"{ElectionWorld.Path}/notes", default, owner: 0, sequential: false, zxid, out _));
        var a = await World.LeaderAsync("a");

        Assert.DoesNotContain(a.Network.Requests, static r => r.IsRegistration && r.IsClaim);
    }

    [Fact]
    public async Task Where_the_newest_leads_nobody_tries()
    {
        Prepare();
        var a = await World.LeaderAsync("a", static s => s with { Order = LeadershipOrder.NewestFirst });

        Assert.DoesNotContain(a.Network.Requests, static r => r.IsRegistration && r.IsClaim);
    }

    [Theory]
    [InlineData(0, "0000000000")]
    [InlineData(6, "0000000003")]
    [InlineData(int.MinValue, "1073741824")]
    [InlineData(-2, "2147483647")]
    public void The_number_is_half_the_child_version_though_that_has_overflowed(int childVersion, string number) =>
        Assert.Equal("/a/n-" + number, CandidateName.ForetellFirst("/a/n-", childVersion));

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

    /// <summary>Starts a node and lets it get as far as to have seen nobody, and to send what joins and claims in one.</summary>
    private async Task SeeNobodyAsync(ElectionNode node)
    {
        node.Network.Decide(static r => r.IsRegistration ? RequestFate.Held : RequestFate.Answered);
        node.Start();
        await World.UntilAsync(() => node.Network.IsHolding, $"{node.Name} to come, and to have seen nobody");
        Assert.True(node.Network.Requests[^1].IsClaim);
    }

    /// <summary>The election path is there, and nobody has ever stood there.</summary>
    private void Prepare() => World.Ensemble.ByHand(static (tree, zxid) => tree
        .Create("/dmonitor", default, owner: 0, sequential: false, zxid, out _)
        .Create(ElectionWorld.Path, default, owner: 0, sequential: false, zxid, out _));

    /// <summary>Somebody who writes nothing stands there for a moment.</summary>
    private async Task ComeAndGoAsync() => await (await CuratorLatch.JoinAsync(World, "guest")).DisposeAsync();
}
