using LeaderHosting.Chaos.Checking;

namespace LeaderHosting.Chaos.Tests.Checking;

public class StuckRuleTests
{
    private const long Healed = 5000;
    private readonly HistoryBuilder _history = new HistoryBuilder().Heals(Healed, roundEndsAt: 6000, grantedAt: Healed);

    private IReadOnlyList<BrokenRule> Broken => [.. StuckRule.Check(_history.History)];

    [Fact]
    public void A_leader_in_time_and_others_that_wait_are_fine()
    {
        _history.Leads("a.1", 1, Healed + HistoryBuilder.Bound - 1, 9000).Says("a.1", "5001 PHASE Leading").Says("b.1", "4000 PHASE Waiting");

        Assert.Empty(Broken);
    }

    [Fact]
    public void Nobody_leading_is_found()
    {
        _history.Says("a.1", "4000 PHASE Waiting");

        Assert.Equal(RuleKind.Stuck, Assert.Single(Broken).Rule);
    }

    [Fact]
    public void A_leader_too_late_is_found()
    {
        _history.Leads("a.1", 1, Healed + HistoryBuilder.Bound, 9000).Says("a.1", "5001 PHASE Leading");

        Assert.Contains("nobody led", Assert.Single(Broken).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    public void The_bound_runs_from_the_first_session_that_a_server_grants(long late, int broken)
    {
        const long Granted = Healed + 500;
        var history = new HistoryBuilder().Heals(Healed, roundEndsAt: 6000, Granted)
            .Leads("a.1", 1, Granted + HistoryBuilder.Bound + late, 9000).Says("a.1", "5001 PHASE Leading");

        Assert.Equal(broken, StuckRule.Check(history.History).Count());
    }

    [Theory]
    [InlineData(6000, 1)]
    [InlineData(5999, 0)]
    public void An_ensemble_that_grants_nobody_a_session_is_found_unless_somebody_leads_all_the_same(long from, int broken)
    {
        var history = new HistoryBuilder().Heals(Healed, roundEndsAt: 6000, grantedAt: null).Leads("a.1", 1, from, 9000).Says("a.1", "5001 PHASE Leading");

        Assert.Equal(broken, StuckRule.Check(history.History).Count(static rule => rule.What.Contains("grant a session", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Disconnected")]
    [InlineData("Registering")]
    [InlineData("Stopping")]
    [InlineData("Closed")]
    public void A_node_that_neither_leads_nor_waits_is_found(string phase)
    {
        _history.Leads("a.1", 1, 1000, 9000).Says("a.1", "1000 PHASE Leading").Says("b.1", "4000 PHASE Waiting", $"5500 PHASE {phase}", "6001 PHASE Waiting");

        Assert.Contains($"b.1 is {phase}", Assert.Single(Broken).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_has_said_nothing_is_found()
    {
        _history.Leads("a.1", 1, 1000, 9000).Says("a.1", "1000 PHASE Leading").Says("b.1", "5000 UP");

        Assert.Contains("b.1 is silent", Assert.Single(Broken).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dead_process_need_not_wait()
    {
        _history.Leads("a.1", 1, 1000, 9000).Says("a.1", "1000 PHASE Leading").Says("b.1", "4000 PHASE Stopping").Dies("b.1", 5500);

        Assert.Empty(Broken);
    }
}
