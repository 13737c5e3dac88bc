using LeaderHosting.IntegrationTests.Scenarios;
using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>Every instrument has measured what happened in a real failover.</summary>
[Collection(ObservedFailoverCollection.Name)]
public sealed class FailoverMetricsTests(ObservedFailover failover)
{
    /// <summary>By how much a timer may be early.</summary>
    private static readonly TimeSpan TimerResolution = TimeSpan.FromMilliseconds(16);

    [Fact]
    public void One_node_leads_at_a_time()
    {
        Assert.Equal([[1, 0], [0, 1], [1, 0], [0, 1]], failover.Readings.Select(static r => r.Leader));
        Assert.Equal([[1, 1], [1, 1], [1, 1], [0, 1]], failover.Readings.Select(static r => r.Candidate));
        Assert.Equal([[1, 1], [1, 1], [1, 1], [0, 1]], failover.Readings.Select(static r => r.Connected));
        var timeout = ObservedFailover.SessionTimeout.TotalSeconds;
        Assert.All(failover.Readings, r => Assert.Equal([timeout, timeout], r.SessionTimeout));
    }

    [Fact]
    public void Roles_changed_for_the_reasons_there_were()
    {
        Assert.Equal(
            [("follower session_lost", 1), ("follower shutdown", 1), ("follower start_failed", 1), ("leader elected", 3)],
            Counts(failover.First, InstrumentNames.RoleChanges, "election.role", "election.reason"));
        Assert.Equal(
            [("follower resigned", 1), ("leader elected", 2)],
            Counts(failover.Second, InstrumentNames.RoleChanges, "election.role", "election.reason"));
    }

    [Fact]
    public void A_takeover_is_as_long_as_the_start_of_the_service_at_least()
    {
        // The one in which the service failed to start is none.
        Assert.Equal((2, 2), (failover.First.Of(InstrumentNames.TakeoverDuration).Count, failover.Second.Of(InstrumentNames.TakeoverDuration).Count));
        Assert.All(failover.Of(InstrumentNames.TakeoverDuration), m => AssertBetween(ObservedFailover.StartTakes, failover.Lasted, m));
    }

    [Fact]
    public void Terms_lasted_until_they_were_ended()
    {
        Assert.Equal(["start_failed", "session_lost", "shutdown"], failover.First.Of(InstrumentNames.TermDuration).Select(static m => m["election.reason"]));
        Assert.Equal(["resigned"], failover.Second.Of(InstrumentNames.TermDuration).Select(static m => m["election.reason"]));
        Assert.All(failover.Of(InstrumentNames.TermDuration), m => AssertBetween(TimeSpan.Zero, failover.Lasted, m));
        AssertBetween(failover.FirstLedFor, failover.Lasted, failover.First.Of(InstrumentNames.TermDuration)[1]);
    }

    [Fact]
    public void Leases_were_renewed_while_something_was_left_of_them()
    {
        Assert.NotEmpty(failover.First.Of(InstrumentNames.LeaseRemaining));
        Assert.NotEmpty(failover.Second.Of(InstrumentNames.LeaseRemaining));
        Assert.All(failover.Of(InstrumentNames.LeaseRemaining), static m => AssertBetween(TimeSpan.Zero, ObservedFailover.SessionTimeout, m));
        Assert.True(failover.Of(InstrumentNames.LeaseRemaining).Max(static m => m.Value) > 0.35 * ObservedFailover.SessionTimeout.TotalSeconds, "All leases ran thin.");
    }

    [Fact]
    public void Services_took_as_long_to_start_as_they_take()
    {
        Assert.Equal(["failed", "ok", "ok"], Outcomes(failover.First, InstrumentNames.ServiceStartDuration));
        Assert.Equal(["ok", "ok"], Outcomes(failover.Second, InstrumentNames.ServiceStartDuration));
        Assert.All(
            failover.Of(InstrumentNames.ServiceStartDuration).Where(static m => m["election.service.outcome"] == "ok"),
            m => AssertBetween(ObservedFailover.StartTakes, failover.Lasted, m));
        Assert.All(failover.Of(InstrumentNames.ServiceStartDuration), static m => Assert.Equal(nameof(RecordingService), m["election.service.type"]));
    }

    [Fact]
    public void The_stop_that_overran_is_counted_and_was_longer_than_its_budget()
    {
        // A service that failed to start is not stopped.
        Assert.Equal(["ok", "ok"], Outcomes(failover.First, InstrumentNames.ServiceStopDuration));
        var overran = Assert.Single(failover.Second.Of(InstrumentNames.ServiceStopDuration));
        Assert.Equal("failed", overran["election.service.outcome"]);
        AssertBetween(ObservedFailover.StopBudget, failover.Lasted, overran);
        Assert.Equal(
            (0d, 1d), (failover.First.Of(InstrumentNames.StopOverruns).Sum(static m => m.Value), failover.Second.Of(InstrumentNames.StopOverruns).Sum(static m => m.Value)));
    }

    [Fact]
    public void Sessions_were_established_lost_and_resumed()
    {
        var first = Counts(failover.First, InstrumentNames.SessionEvents, "zookeeper.session.event", "error.type").ToDictionary(static c => c.What, static c => c.Count);
        Assert.Equal((2, 1), (first["established"], first["lost session_lost"]));
        var second = Counts(failover.Second, InstrumentNames.SessionEvents, "zookeeper.session.event", "error.type").ToDictionary(static c => c.What, static c => c.Count);
        Assert.Equal(["established", "resumed", "suspended"], second.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, second["established"]);
        Assert.Equal(second["suspended"], second["resumed"]);
        Assert.Equal(second["resumed"], failover.Second.Of(InstrumentNames.Reconnects).Sum(static m => m.Value));
    }

    [Fact]
    public void Requests_took_their_time()
    {
        Assert.All([failover.First, failover.Second], node =>
        {
            var requests = node.Of(InstrumentNames.RequestDuration);
            Assert.Superset(new HashSet<string?>(["create", "getChildren", "multi"]), requests.Select(static m => m["zookeeper.operation"]).ToHashSet());
            Assert.All(requests, m => AssertBetween(TimeSpan.FromTicks(1), failover.Lasted, m));

            // Each renewal of a lease is a commit.
            Assert.True(requests.Count(static m => m["zookeeper.operation"] == "multi" && m["error.type"] is null) > node.Of(InstrumentNames.LeaseRemaining).Count);
        });
    }

    [Fact]
    public void Every_role_change_is_a_span_with_its_services_below()
    {
        Assert.Equal(5, failover.Spans.Of("election.become_leader").Count(static s => s.ParentId is null));
        Assert.Equal(
            ["start_failed", "session_lost", "resigned", "shutdown"],
            failover.Spans.Of("election.step_down").OrderBy(static s => s.StartTimeUtc).Select(static s => s.GetTagItem("election.reason")));
        Assert.All(failover.Spans.Of("service.start"), s => Assert.Contains(failover.Spans.Of("election.become_leader"), parent => parent.SpanId == s.ParentSpanId));
        Assert.All(failover.Spans.Of("service.stop"), s => Assert.Contains(failover.Spans.Of("election.step_down"), parent => parent.SpanId == s.ParentSpanId));
        Assert.Equal((5, 3), (failover.Spans.Of("service.start").Count, failover.Spans.Of("service.stop").Count));
    }

    private static void AssertBetween(TimeSpan least, TimeSpan most, Measured measured) =>
        Assert.True(
            measured.Value > (least - TimerResolution).TotalSeconds && measured.Value >= 0 && measured.Value <= most.TotalSeconds,
            $"{measured}: not between {least} and {most}");

    private static IEnumerable<string?> Outcomes(MetricRecorder node, string instrument) => node.Of(instrument).Select(static m => m["election.service.outcome"]);

    private static IEnumerable<(string What, int Count)> Counts(MetricRecorder node, string counter, string tag, string otherTag) => node.Of(counter)
        .GroupBy(m => $"{m[tag]} {m[otherTag]}".TrimEnd(), static m => (int)m.Value)
        .Select(static group => (group.Key, group.Sum()))
        .Where(static count => count.Item2 > 0)
        .OrderBy(static count => count.Key, StringComparer.Ordinal);
}
