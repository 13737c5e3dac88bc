using LeaderHosting.Election;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

public sealed class HandoverTests : ElectionStory
{
    [Fact]
    public async Task The_first_leads_and_the_others_wait()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(3 * T);

        Assert.True(a.IsLeader);
        Assert.False(b.IsLeader);
        Assert.False(c.IsLeader);
        Assert.Equal("a", b.Status.Leader?.Name);
        Assert.Equal("a", c.Status.Leader?.Name);
        Assert.Equal(a.Term!.Number, c.Status.Term);
        Assert.Equal(a.Term.FencingToken, c.Status.FencingToken);
        Assert.Equal([a.Candidate!, b.Candidate!, c.Candidate!], World.Queue);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task On_close_services_stop_first_and_the_next_starts_in_no_time()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);
        var former = a.Term!;

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
        Assert.Equal(b.Candidate, World.Record!.Candidate);
        Assert.True(b.Term!.Number > former.Number);
        Assert.True(b.Term.FencingToken > former.FencingToken);
        Assert.True(former.CancellationToken.IsCancellationRequested);
        Assert.False(former.IsValid);
        Assert.Equal(LeadershipPhase.Closed, a.Phase);
        Assert.True(a.Network.Current.IsClosed);
        Assert.Equal(LeadershipPhase.Waiting, c.Phase);
    }

    [Fact]
    public async Task A_handover_wakes_nobody_but_the_next()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);
        Assert.Equal(2, World.Ensemble.WatchCount);
        var requests = c.Network.Requests.Count;

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(requests, c.Network.Requests.Count);
    }

    [Fact]
    public async Task The_record_that_the_predecessor_wrote_is_completed_without_a_new_term()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b", s => s with { AdvertisedUrl = "http://b:5000" });
        var c = await World.FollowerAsync("c");
        await InNoTimeAsync(a.CloseAsync(), "a to close");

        await World.UntilAsync(() => World.Record?.Name == "b" && c.Status.Leader?.AdvertisedUrl is not null, "the whole record");

        Assert.Equal(b.Term!.Number, World.Record!.Term);
        Assert.Equal(b.Term.FencingToken, World.Record.FencingToken);
        Assert.Equal("http://b:5000", c.Status.Leader!.AdvertisedUrl);
        Assert.Equal(b.Term.Number, c.Status.Term);
        Assert.Equal(b.Term.FencingToken, c.Status.FencingToken);
    }

    [Fact]
    public async Task Whoever_resigns_joins_the_end_of_the_queue()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        // It gives way at first.
        Assert.Equal([b.Candidate!, c.Candidate!], World.Queue);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
        Assert.Equal([b.Candidate!, c.Candidate!, a.Candidate!], World.Queue);
    }

    [Fact]
    public async Task Whoever_resigns_alone_leads_again_in_a_new_term()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var former = a.Term!;

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Equal(["a starts", "a stops", "a stopped", "a starts"], Journal.Lines);
        Assert.True(a.Term!.Number > former.Number);
        Assert.True(a.Term.FencingToken > former.FencingToken);
        Assert.Single(World.Queue);
    }

    [Fact]
    public async Task To_resign_without_leading_does_nothing()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        Assert.True(b.Election.ResignAsync(default).IsCompletedSuccessfully);

        Assert.True(a.IsLeader);
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
    }

    [Fact]
    public async Task To_give_up_waiting_for_a_resignation_does_not_take_it_back()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        a.Service.OnStop = _ => stopped.Task;
        using var impatience = new CancellationTokenSource();

        var resignation = a.Election.ResignAsync(impatience.Token);
        await World.StillAsync(() => a.Service.IsBusy, "a to stop");
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resignation);
        stopped.SetResult();

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
    }

    [Fact]
    public async Task A_follower_that_leaves_runs_nothing_and_moves_the_one_behind_it_up()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");

        await InNoTimeAsync(b.CloseAsync(), "b to close");
        await World.StillAsync(() => c.Election.Board.State.IsNext, "c to be next");

        Assert.Equal(["a starts"], Journal.Lines);
        Assert.Equal([a.Candidate!, c.Candidate!], World.Queue);
        Assert.Null(World.Record!.Term);
        Assert.Equal(a.Candidate, World.Record.Candidate);
        Assert.Equal(LeadershipPhase.Closed, b.Phase);
    }

    /// <summary>controller-runtime#2719: what shuts down as a slave must not become master on the way.</summary>
    [Fact]
    public async Task A_follower_that_is_closing_starts_nothing_even_when_its_turn_comes()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        b.Network.Decide(static r => r.IsHandover ? RequestFate.Held : RequestFate.Answered);

        var closing = b.CloseAsync();
        await World.StillAsync(() => b.Network.IsHolding, "b to leave the queue");
        await InNoTimeAsync(a.CloseAsync(), "a to close");
        Assert.Equal(b.Candidate, World.Record!.Candidate);
        b.Network.Release();
        await InNoTimeAsync(closing, "b to close");

        Assert.Equal(["a starts", "a stops", "a stopped"], Journal.Lines);
        Assert.Empty(World.Queue);
    }

    [Fact]
    public async Task The_last_one_leaves_an_empty_queue()
    {
        var a = await World.LeaderAsync("a");

        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.Empty(World.Queue);
        Assert.Equal(0, World.Ensemble.SessionCount);
        Assert.Equal(["a starts", "a stops", "a stopped"], Journal.Lines);
    }

    [Fact]
    public async Task A_named_successor_that_is_gone_is_replaced_by_the_next()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);
        a.Network.Decide(static r => r.IsHandover ? RequestFate.Held : RequestFate.Answered);

        // The transaction that names b is on its way when b leaves.
        var closing = a.CloseAsync();
        await World.StillAsync(() => a.Network.IsHolding, "a to hand over");
        await InNoTimeAsync(b.CloseAsync(), "b to close");
        a.Network.Release();
        await InNoTimeAsync(closing, "a to close");
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead");

        Assert.Equal(["a starts", "a stops", "a stopped", "c starts"], Journal.Lines);
        Assert.Equal(c.Candidate, World.Record!.Candidate);
    }

    [Fact]
    public async Task A_successor_that_is_gone_after_it_was_named_is_replaced_by_the_next()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);

        b.Network.Cut();
        await InNoTimeAsync(a.CloseAsync(), "a to close");
        Assert.Equal(b.Candidate, World.Record!.Candidate);
        await World.UntilAsync(() => c.Phase == LeadershipPhase.Leading, "c to lead");

        Assert.Equal(c.Candidate, World.Record.Candidate);
        Assert.DoesNotContain("b starts", Journal.Lines);
    }

    [Theory]
    [InlineData(RequestFate.AnswerLost)]
    [InlineData(RequestFate.Lost)]
    internal async Task A_handover_whose_answer_is_lost_happens_once(RequestFate fate)
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        a.Network.DecideOnce(static r => r.IsHandover, fate);

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Waiting, "b to lead and a to wait");

        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
    }

    [Fact]
    public async Task A_handover_whose_answer_is_lost_is_told_and_followed_like_any_other()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var successor = b.Candidate!;
        a.Network.DecideOnce(static r => r.IsHandover, RequestFate.AnswerLost);

        await InNoTimeAsync(a.Election.ResignAsync(default), "the resignation");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await World.SettleAsync();

        Assert.Equal(successor, Assert.Single(a.Logs.WithEventId(4106)).Values["Successor"]);
        Assert.Empty(a.Logs.WithEventId(4115));
        Assert.Equal([successor], World.Queue);
    }

    [Theory]
    [InlineData(RequestFate.AnswerLost)]
    [InlineData(RequestFate.Lost)]
    internal async Task A_claim_whose_answer_is_lost_happens_once(RequestFate fate)
    {
        var a = World.Add("a");
        a.Network.DecideOnce(static r => r.IsClaim, fate);

        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        var path = World.Ensemble.Tree.Find(ElectionWorld.Path)!;
        Assert.Equal(1, path.Version);
        Assert.Equal(new Term(path.Version, path.ModifiedZxid), new Term(a.Term!.Number, a.Term.FencingToken));
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task A_withdrawal_that_cannot_be_made_ends_the_session_so_that_nobody_is_blocked()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var session = a.Network.Current.Id;
        a.Network.Decide(static r => r.IsHandover ? RequestFate.Refused : RequestFate.Answered);

        var resignation = a.Election.ResignAsync(default);
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await InNoTimeAsync(resignation, "the resignation");

        Assert.False(World.Ensemble.IsAlive(session));
        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);

        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
    }

    [Fact]
    public async Task A_close_does_not_wait_long_for_an_ensemble_that_does_not_answer()
    {
        var a = await World.LeaderAsync("a");
        a.Network.Decide(static r => r.IsHandover ? RequestFate.Held : RequestFate.Answered);

        var closing = a.CloseAsync();
        await World.UntilAsync(() => closing.IsCompleted, "a to close", limit: 0.8 * T);
        await closing;

        // What the handover could not do, the end of the session did.
        Assert.Empty(World.Queue);
    }
}
