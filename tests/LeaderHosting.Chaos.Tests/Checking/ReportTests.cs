using LeaderHosting.Chaos.Checking;

namespace LeaderHosting.Chaos.Tests.Checking;

public class ReportTests
{
    private readonly HistoryBuilder _history = new();

    [Fact]
    public void The_verdict_counts_what_is_broken()
    {
        _history.Leads("a.1", 1, 1000, 2000).Leads("b.1", 2, 1500, 3000).Heals(50_000, 51_000, 50_000);

        Assert.Equal(
            "faults 0, terms 2, overlaps 1, stuck 3",
            Report.Verdict(_history.History, Checker.Check(_history.History))); // Nobody leads, and neither node says that it waits.
    }

    [Fact]
    public void The_verdict_tells_of_disorder()
    {
        _history.Leads("a.1", 2, 1000, 2000).Leads("b.1", 1, 2500, 3000);

        Assert.StartsWith("1 terms out of order", Report.Verdict(_history.History, Checker.Check(_history.History)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public void Servers_that_had_to_be_restarted_are_told_of(int restarts, bool isTold)
    {
        using var output = new StringWriter();

        Report.Write(_history.Leads("a.1", 1, 1000, 2000).History with { EnsembleRestarts = restarts }, [], output);

        Assert.Equal(isTold, output.ToString().Contains($"restarted {restarts} time(s)", StringComparison.Ordinal));
    }

    [Fact]
    public void Handovers_are_told_by_cause()
    {
        _history.Leads("a.1", 1, 1000, 2000).Says("a.1", "2000 ENDED 1 Resigned")
            .Says("b.1", "2300 START 2 20 work").Dies("b.1", 5000)
            .Leads("c.1", 3, 9000, 9500);

        Assert.Equal(
            [new Handover("Resigned", TimeSpan.FromTicks(3)), new Handover("killed", TimeSpan.FromTicks(40))],
            Handover.Of(_history.History));
    }

    [Fact]
    public void A_freeze_is_the_cause_when_another_takes_over_meanwhile()
    {
        _history.Leads("a.1", 1, 1000, 6000).Freezes("a.1", 1500, 5990).Leads("b.1", 2, 4500, 9000);

        Assert.Equal([new Handover("frozen", TimeSpan.FromTicks(30))], Handover.Of(_history.History));
    }
}
