using LeaderHosting.TestKit;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Diagnostics;

/// <summary>What is measured of whole elections, on a clock that the test moves.</summary>
public sealed class ElectionMetricsTests : ElectionStory
{
    private const string Leader = "leaderhosting.election.leader";
    private const string Candidate = "leaderhosting.election.candidate";
    private const string Connected = "leaderhosting.election.connected";
    private const string SessionTimeout = "leaderhosting.election.session.timeout";
    private const string RoleChanges = "leaderhosting.election.role_changes";
    private const string Takeover = "leaderhosting.election.takeover.duration";
    private const string TermDuration = "leaderhosting.election.term.duration";
    private const string Lease = "leaderhosting.election.lease.remaining";
    private const string ServiceStart = "leaderhosting.service.start.duration";
    private const string ServiceStop = "leaderhosting.service.stop.duration";
    private const string Overruns = "leaderhosting.service.stop.overruns";
    private const string SessionEvents = "leaderhosting.session.events";

    [Fact]
    public async Task The_gauges_show_who_leads_who_stands_and_who_is_connected()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        Assert.Equal([1, 0], new[] { a, b }.Select(static n => Only(n, Leader)));
        Assert.Equal([1, 1], new[] { a, b }.Select(static n => Only(n, Candidate)));
        Assert.Equal([1, 1], new[] { a, b }.Select(static n => Only(n, Connected)));
        Assert.Equal(T.TotalSeconds, Only(a, SessionTimeout));
        var tags = Assert.Single(a.Metrics.Observe(Leader)).Tags;
        Assert.Equal(["", ElectionWorld.Path], [tags["election.name"], tags["election.path"]]);

        b.Network.Cut();
        await World.StillAsync(() => Only(b, Connected) == 0, "b to be seen cut off");

        b.Network.Restore();
        await World.StillAsync(() => Only(b, Connected) == 1, "b to be seen back");
        await InNoTimeAsync(b.CloseAsync(), "b to close");
        Assert.Empty(b.Metrics.Observe(Leader));
    }

    [Fact]
    public async Task A_frozen_leader_is_none_for_the_gauge_before_any_timer_has_run()
    {
        var a = await World.LeaderAsync("a");
        var frozen = a.Term!.LeaseRemaining + TimeSpan.FromTicks(1);

        a.Clock.Jump(frozen);

        Assert.Equal(LeadershipPhase.Leading, a.Phase);
        Assert.Equal(0, Only(a, Leader));
    }

    [Fact]
    public async Task A_handover_is_a_change_of_role_on_both_sides()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(3 * T);

        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["leader elected", "follower resigned"], Changes(a));
        Assert.Equal(["leader elected"], Changes(b));
        var term = Assert.Single(a.Metrics.Of(TermDuration));
        Assert.Equal("resigned", term["election.reason"]);
        Assert.InRange(term.Value, (3 * T).TotalSeconds, (4 * T).TotalSeconds);
        Assert.Empty(b.Metrics.Of(TermDuration));
        Assert.Equal(0, Assert.Single(b.Metrics.Of(Takeover)).Value);
    }

    [Fact]
    public async Task The_takeover_lasts_until_the_services_have_started()
    {
        var warm = new TaskCompletionSource();
        var a = World.Add("a");
        a.Service.OnStart = (_, _) => warm.Task;
        a.Start();
        await World.UntilAsync(() => a.Service.IsBusy, "a to start");
        await World.PassAsync(TimeSpan.FromSeconds(3));
        Assert.Empty(a.Metrics.Of(Takeover));

        warm.SetResult();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.InRange(Assert.Single(a.Metrics.Of(Takeover)).Value, 3, 4);
        var start = Assert.Single(a.Metrics.Of(ServiceStart));
        Assert.InRange(start.Value, 3, 4);
        Assert.Equal((nameof(JournalingService), "ok"), (start["election.service.type"], start["election.service.outcome"]));
    }

    [Fact]
    public async Task A_service_that_fails_says_so()
    {
        var a = World.Add("a");
        a.Service.OnStart = (_, _) => a.Service.Terms.Count > 1 ? Task.CompletedTask : throw new IOException("The disk is full.");
        a.Service.OnStop = static _ => throw new IOException("The disk is full.");
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead after all");
        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");

        Assert.Equal(["failed", "ok"], a.Metrics.Of(ServiceStart).Take(2).Select(static m => m["election.service.outcome"]));
        Assert.Equal("failed", Assert.Single(a.Metrics.Of(ServiceStop))["election.service.outcome"]);
        Assert.Contains("follower start_failed", Changes(a));
    }

    [Fact]
    public async Task A_start_that_is_given_up_has_not_failed()
    {
        var a = World.Add("a");
        a.Service.OnStart = static (_, token) => Task.Delay(Timeout.Infinite, token);
        a.Start();
        await World.UntilAsync(() => a.Service.IsBusy, "a to start");

        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.Equal("cancelled", Assert.Single(a.Metrics.Of(ServiceStart))["election.service.outcome"]);
        Assert.Empty(a.Metrics.Of(Takeover));
    }

    [Fact]
    public async Task A_stop_that_overruns_is_counted_once_and_its_time_taken_in_the_end()
    {
        var hang = new TaskCompletionSource();
        var a = await World.LeaderAsync("a");
        a.Service.OnStop = _ => hang.Task;
        var resignation = a.Election.ResignAsync(default);
        await World.UntilAsync(() => a.Status.StopOverran, "the overrun");
        await World.PassAsync(T);

        Assert.Equal([0, 1], a.Metrics.Of(Overruns).Select(static m => m.Value));
        Assert.Empty(a.Metrics.Of(ServiceStop));

        hang.SetResult();
        await InNoTimeAsync(resignation, "a to resign");
        var stop = Assert.Single(a.Metrics.Of(ServiceStop));
        Assert.True(stop.Value >= ElectionWorld.StopBudget.TotalSeconds, stop.ToString());
    }

    [Fact]
    public async Task A_leader_measures_its_lease_at_every_renewal_and_a_follower_does_not()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var before = a.Metrics.Of(Lease).Count;
        await World.PassAsync(T);

        // A proof every T/16. What is left of the lease before each is what is left after it, 0.55 T to 0.61 T, less that time and the clock's step.
        var measured = a.Metrics.Of(Lease).Skip(before).ToList();
        Assert.InRange(measured.Count, 10, 17);
        Assert.All(measured, m => Assert.InRange(m.Value / T.TotalSeconds, 0.4, 0.6));
        Assert.Empty(b.Metrics.Of(Lease));

        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        var after = a.Metrics.Of(Lease).Count;
        await World.PassAsync(T);
        Assert.Equal(after, a.Metrics.Of(Lease).Count);
    }

    [Fact]
    public async Task A_lease_that_runs_thin_and_recovers_can_be_seen()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);

        // Well before a fifth of T, at which the services would be told to stop.
        a.Network.Cut();
        await World.UntilAsync(() => a.Term!.LeaseRemaining < 0.35 * T, "the lease to run thin");
        var before = a.Metrics.Of(Lease).Count;
        var thin = a.Term!.LeaseRemaining;
        Assert.InRange(thin, 0.3 * T, 0.35 * T);

        // The clock stands still, so that the first commit finds exactly this much.
        a.Network.Restore();
        await World.StillAsync(() => a.Metrics.Of(Lease).Count > before, "the lease to be renewed");
        Assert.Equal(thin.TotalSeconds, a.Metrics.Of(Lease)[before].Value, tolerance: 0.001);

        await World.PassAsync(T);
        Assert.InRange(a.Metrics.Of(Lease)[^1].Value, 0.4 * T.TotalSeconds, 0.6 * T.TotalSeconds);
        Assert.Equal(["leader elected"], Changes(a));
    }

    [Fact]
    public async Task A_node_that_takes_part_shows_its_counters_before_there_is_anything_to_count()
    {
        await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        Assert.Equal(0, Assert.Single(b.Metrics.Of(RoleChanges), static m => (m["election.role"], m["election.reason"]) == ("leader", "elected")).Value);
        Assert.Equal(0, Assert.Single(b.Metrics.Of(Overruns)).Value);
    }

    [Fact]
    public async Task What_happens_to_sessions_is_counted()
    {
        var a = await World.LeaderAsync("a");
        Assert.Equal(["established"], Events(a));

        a.Network.Cut();
        await World.StillAsync(() => Events(a).Count == 2, "the suspension");
        a.Network.Restore();
        await World.StillAsync(() => Events(a).Count == 3, "the resumption");
        World.Ensemble.Expire(a.Network.Current.Id);
        await World.UntilAsync(() => Events(a).Contains("lost session_lost"), "the loss");
        await World.UntilAsync(() => Events(a).Count(static e => e == "established") == 2, "a new session");

        Assert.Equal(["established", "suspended", "resumed"], Events(a).Take(3));
        Assert.Contains("follower session_lost", Changes(a));
    }

    private static double Only(ElectionNode node, string gauge) => Assert.Single(node.Metrics.Observe(gauge)).Value;

    /// <summary>The role changes that were counted.</summary>
    private static List<string> Changes(ElectionNode node) =>
        [.. node.Metrics.Of(RoleChanges).Where(static m => m.Value > 0).Select(static m => $"{m["election.role"]} {m["election.reason"]}")];

    private static List<string> Events(ElectionNode node) => [.. node.Metrics.Of(SessionEvents).Select(static m => $"{m["zookeeper.session.event"]} {m["error.type"]}".TrimEnd())];
}
