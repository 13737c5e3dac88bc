namespace LeaderHosting.TestKit.Tests;

public sealed class OverlapTests
{
    [Fact]
    public void One_after_the_other_is_no_overlap()
    {
        var a = RunsOf("a", null, "100 START 1 11 s0", "100 START 1 11 s1", "190 STOP 1 11 s1", "200 STOP 1 11 s0");
        var b = RunsOf("b", null, "200 START 2 12 s0", "201 START 2 12 s1");

        Assert.Equal(4, a.Concat(b).Count());
        Assert.Empty(ServiceRun.Overlaps([.. a, .. b]));
    }

    [Fact]
    public void A_service_that_stops_too_late_is_told()
    {
        var a = RunsOf("a", null, "100 START 1 11 s0", "201 STOP 1 11 s0");
        var b = RunsOf("b", null, "200 START 2 12 s0");

        var (first, second) = Assert.Single(ServiceRun.Overlaps([.. b, .. a]));
        Assert.Equal(("a", "b"), (first.Node, second.Node));
    }

    [Fact]
    public void A_service_that_never_stops_overlaps_whatever_comes_later_unless_its_process_died()
    {
        var b = RunsOf("b", null, "200 START 2 12 s0");

        Assert.Single(ServiceRun.Overlaps([.. RunsOf("a", null, "100 START 1 11 s0"), .. b]));
        Assert.Empty(ServiceRun.Overlaps([.. RunsOf("a", 150, "100 START 1 11 s0"), .. b]));
        Assert.Empty(ServiceRun.Overlaps([.. RunsOf("a", null, "100 START 1 11 s0", "110 STARTFAILED 1 11 s0"), .. b]));
    }

    [Fact]
    public void Polls_that_saw_two_leaders_are_told()
    {
        var a = SpansOf("a", "100 LEADER true 99", "310 LEADER false 199");

        Assert.Empty(LeaderSpan.Overlaps([.. a, .. SpansOf("b", "200 LEADER true 198")]));
        Assert.Single(LeaderSpan.Overlaps([.. a, .. SpansOf("b", "199 LEADER true 197")]));
        Assert.Single(LeaderSpan.Overlaps([.. SpansOf("c", "50 LEADER true 49"), .. a]));
    }

    private static IReadOnlyList<ServiceRun> RunsOf(string node, long? diedAt, params string[] lines) =>
        ServiceRun.Of(node, lines.Select(line => NodeEvent.TryParse(line)!), diedAt);

    private static IReadOnlyList<LeaderSpan> SpansOf(string node, params string[] lines) =>
        LeaderSpan.Of(node, lines.Select(line => NodeEvent.TryParse(line)!));
}
