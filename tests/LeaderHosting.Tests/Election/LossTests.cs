using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Connections, sessions and processes that are lost.</summary>
public sealed class LossTests : ElectionStory
{
    [Fact]
    public async Task After_a_crash_the_next_leads_one_session_timeout_later_and_not_before_the_first_has_stopped()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var cutAt = World.Clock.GetTimestamp();

        a.Network.Cut();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
        var took = World.Clock.GetElapsedTime(cutAt, Journal.TimeOf("b starts"));
        Assert.InRange(took, T, T + (2 * ElectionWorld.Step));
    }

    /// <summary>The election has decided to start, and the session is over before it does.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_ends_just_before_the_services_start_is_a_term_without_services(bool hasLed)
    {
        var a = hasLed ? await World.LeaderAsync("a") : World.Add("a");
        var sessions = a.Network.Sessions.Count;
        a.Logs.OnEntry = entry =>
        {
            if (entry.EventId.Id == 4112 && entry.Values["NextPhase"] is LeadershipPhase.Starting)
            {
                a.Logs.OnEntry = null;
                var former = a.Network.Sessions.Count;
                World.Ensemble.Expire(a.Network.Current.Id);

                // The next session is made when the elections have been told that this one is over.
                Assert.True(SpinWait.SpinUntil(() => a.Network.Sessions.Count > former, TimeSpan.FromSeconds(30)));
            }
        };

        await InNoTimeAsync(hasLed ? a.Election.ResignAsync(default) : Task.Run(a.Start), "the beginning");
        await World.StillAsync(() => a.Network.Sessions.Count > Math.Max(sessions, 1) && a.Phase == LeadershipPhase.Leading, "a to lead in its next session");

        Assert.Equal(hasLed ? ["a starts", "a stops", "a stopped", "a starts"] : ["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task Without_proofs_the_services_have_stopped_when_the_lease_ends()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var term = a.Term!;
        var leaseEnd = World.Clock.GetTimestamp() + term.LeaseRemaining.Ticks;

        a.Network.Cut();
        await World.UntilAsync(() => Journal.Count("a stopped") == 1, "a to stop");

        var early = World.Clock.GetElapsedTime(Journal.TimeOf("a stops"), leaseEnd);

        // The alarm goes off to the millisecond; the services hear of it at the end of the clock's step.
        Assert.InRange(early, ElectionWorld.StopBudget - ElectionWorld.Step, ElectionWorld.StopBudget + TimeSpan.FromMilliseconds(1));
        Assert.True(Journal.TimeOf("a stopped") < leaseEnd);
        Assert.True(term.CancellationToken.IsCancellationRequested);
        Assert.False(a.IsLeader);
    }

    [Fact]
    public async Task An_ensemble_that_answers_nothing_is_as_good_as_none()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var leaseEnd = World.Clock.GetTimestamp() + a.Term!.LeaseRemaining.Ticks;

        a.Network.Decide(static _ => Ensemble.RequestFate.Held);
        await World.UntilAsync(() => Journal.Count("a stopped") == 1, "a to stop");

        Assert.True(Journal.TimeOf("a stopped") < leaseEnd);
        Assert.Equal(LeadershipPhase.HandingOver, a.Phase);

        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");
        Assert.Single(World.Queue);
    }

    /// <summary>Reads are answered by a server that is cut off from its quorum; they must not keep a leader.</summary>
    [Fact]
    public async Task Answered_reads_without_commits_do_not_keep_a_leader()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var leaseEnd = World.Clock.GetTimestamp() + a.Term!.LeaseRemaining.Ticks;

        a.Network.Decide(static r => r.Kind == Ensemble.FakeRequestKind.Commit ? Ensemble.RequestFate.Refused : Ensemble.RequestFate.Answered);
        await World.UntilAsync(() => Journal.Count("a stopped") == 1, "a to stop");

        Assert.True(Journal.TimeOf("a stopped") < leaseEnd);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_blip_within_the_lease_stops_nothing(int seconds)
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var term = a.Term;

        a.Network.Cut();
        b.Network.Cut();
        await World.PassAsync(TimeSpan.FromSeconds(seconds));
        Assert.True(a.IsLeader);
        Assert.Equal(LeadershipConnection.Suspended, a.Status.Connection);
        a.Network.Restore();
        b.Network.Restore();
        await World.PassAsync(3 * T);

        Assert.Equal(["a starts"], Journal.Lines);
        Assert.Same(term, a.Term);
        Assert.True(a.IsLeader);
        Assert.Equal(LeadershipConnection.Connected, a.Status.Connection);
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
    }

    [Fact]
    public async Task Many_short_blips_stop_nothing()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        for (var i = 0; i < 12; i++)
        {
            a.Network.Cut();
            await World.PassAsync(TimeSpan.FromSeconds(1));
            a.Network.Restore();
            await World.PassAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["a starts"], Journal.Lines);
        Assert.Equal([a.Candidate!, b.Candidate!], World.Queue);
    }

    [Fact]
    public async Task A_lost_session_is_followed_by_a_new_registration_at_the_end_of_the_queue()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var formerCandidate = a.Candidate;

        a.Network.Cut();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");

        Assert.NotEqual(formerCandidate, a.Candidate);
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
        Assert.Equal(2, a.Network.Sessions.Count);

        await InNoTimeAsync(b.CloseAsync(), "b to close");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
    }

    [Fact]
    public async Task Leadership_comes_back_after_the_lease_ran_thin_and_the_session_lived_on()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var former = a.Term!;

        a.Network.Cut();
        await World.UntilAsync(() => Journal.Count("a stopped") == 1, "a to stop");
        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Single(a.Network.Sessions);
        Assert.Single(World.Queue);
        Assert.True(a.Term!.FencingToken > former.FencingToken);
    }

    [Fact]
    public async Task After_the_whole_ensemble_was_away_somebody_leads_again()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        ElectionNode[] nodes = [a, b, c];
        foreach (var node in nodes)
        {
            node.Network.Cut();
        }

        await World.PassAsync(3 * T);
        Assert.Empty(Journal.Running);
        Assert.All(nodes, n => Assert.True(n.Status.OutOfTouch));
        foreach (var node in nodes)
        {
            node.Network.Restore();
        }

        await World.UntilAsync(
            () => nodes.Count(n => n.Phase == LeadershipPhase.Leading) == 1 && nodes.Count(n => n.Phase == LeadershipPhase.Waiting) == 2,
            "one to lead and the others to wait");
        Assert.Equal(3, World.Queue.Count);
    }

    [Fact]
    public async Task A_process_that_was_frozen_knows_at_the_first_look_that_it_does_not_lead()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var term = a.Term!;
        Assert.True(term.IsValid);

        // No timer has run yet, and nobody has told anybody anything.
        a.Clock.Jump(term.LeaseRemaining);

        Assert.False(a.IsLeader);
        Assert.False(term.IsValid);
        Assert.Equal(TimeSpan.Zero, term.LeaseRemaining);
        var lost = Assert.Throws<LeadershipLostException>(term.ThrowIfLost);
        Assert.Equal(term.FencingToken, lost.FencingToken);
        Assert.Equal(term.Number, lost.Term);
        Assert.Equal(LeadershipRole.Follower, a.Status.Role);
        Assert.Equal(LeadershipPhase.Stopping, a.Status.Phase);
        Assert.Null(a.Status.Leader);
        Assert.False(term.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public async Task A_process_that_was_frozen_stops_its_services_as_soon_as_a_timer_runs_or_proves_its_lease_anew()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        a.Network.Cut();

        a.Clock.Jump(TimeSpan.FromSeconds(30));
        await World.UntilAsync(() => Journal.Count("a stopped") == 1, "a to stop");

        Assert.False(a.IsLeader);
    }

    [Fact]
    public async Task A_jump_of_the_wall_clock_changes_nothing()
    {
        var a = await World.LeaderAsync("a");
        await World.FollowerAsync("b");

        World.Clock.JumpWallClock(TimeSpan.FromDays(1));
        await World.PassAsync(T);
        World.Clock.JumpWallClock(TimeSpan.FromDays(-2));
        await World.PassAsync(T);

        Assert.True(a.IsLeader);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task With_no_zookeeper_at_all_a_node_waits_patiently_and_says_so()
    {
        var a = World.Add("a");
        a.Network.Cut();
        a.Start();
        await World.PassAsync(3 * T);

        Assert.Equal(LeadershipPhase.Disconnected, a.Phase);
        Assert.Equal(LeadershipConnection.Connecting, a.Status.Connection);
        Assert.True(a.Status.OutOfTouch);
        Assert.Null(a.Status.LastContact);

        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        Assert.False(a.Status.OutOfTouch);
    }
}
