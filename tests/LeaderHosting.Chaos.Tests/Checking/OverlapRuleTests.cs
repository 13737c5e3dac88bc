using LeaderHosting.Chaos.Checking;

namespace LeaderHosting.Chaos.Tests.Checking;

public class OverlapRuleTests
{
    private readonly HistoryBuilder _history = new();

    private IReadOnlyList<BrokenRule> Broken => [.. OverlapRule.Check(_history.History)];

    [Fact]
    public void Terms_one_after_the_other_are_fine()
    {
        _history.Leads("a.1", 1, 1000, 2000).Leads("b.1", 2, 2000, 3000);

        Assert.Empty(Broken);
    }

    [Fact]
    public void Services_of_two_terms_at_once_are_found()
    {
        _history.Leads("a.1", 1, 1000, 2000).Leads("b.1", 2, 1999, 3000);

        var broken = Assert.Single(Broken);
        Assert.Equal(RuleKind.Overlap, broken.Rule);
        Assert.Equal(1999, broken.At);
        Assert.Contains("a.1", broken.What, StringComparison.Ordinal);
        Assert.Contains("b.1", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_term_that_never_stops_is_found()
    {
        _history.Says("a.1", "1000 START 1 10 work").Leads("b.1", 2, 3000, 4000);

        Assert.Single(Broken);
    }

    [Fact]
    public void A_short_term_within_a_long_one_is_found_once()
    {
        _history.Leads("a.1", 1, 1000, 9000).Leads("b.1", 2, 3000, 4000);

        Assert.Single(Broken);
    }

    [Fact]
    public void Two_nodes_that_see_themselves_lead_at_once_are_found()
    {
        _history.Leads("a.1", 1, 1000, 2000).Says("b.1", "1900 LEADER true 1899", "2000 START 2 20 work", "3000 LEADER false 2999", "3000 STOP 2 20 work");

        Assert.Contains("saw itself lead", Assert.Single(Broken).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_term_ends_when_its_process_is_killed()
    {
        _history.Says("a.1", "1000 START 1 10 work").Dies("a.1", 1500).Leads("b.1", 2, 1501, 3000);

        Assert.Empty(Broken);
    }

    [Fact]
    public void A_kill_does_not_hide_what_was_before_it()
    {
        _history.Says("a.1", "1000 START 1 10 work").Dies("a.1", 1500).Leads("b.1", 2, 1499, 3000);

        Assert.Single(Broken);
    }

    [Fact]
    public void Nothing_of_a_frozen_process_runs()
    {
        FrozenWhileAnotherLeads(lastSawItselfLeadAt: 1500);

        Assert.Empty(Broken);
    }

    [Fact]
    public void A_process_that_sees_itself_lead_after_waking_is_found()
    {
        FrozenWhileAnotherLeads(lastSawItselfLeadAt: 5001);

        Assert.Single(Broken);
    }

    [Fact]
    public void A_write_that_the_store_takes_after_waking_is_found()
    {
        FrozenWhileAnotherLeads(lastSawItselfLeadAt: 1500);
        _history.Writes("a.1", 10, at: 5002);

        Assert.Contains("the store took its write", Assert.Single(Broken).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_that_the_store_refuses_after_waking_is_fine()
    {
        FrozenWhileAnotherLeads(lastSawItselfLeadAt: 1500);
        _history.Writes("a.1", 10, at: 5002, accepted: false);

        Assert.Empty(Broken);
    }

    [Fact]
    public void A_pause_that_the_process_has_noticed_itself_is_as_good_as_frozen()
    {
        _history
            .Says("a.1", "1000 START 1 10 work", "1000 LEADER true 1000", "5000 GAP 1500", "5000 LEADER false 1500", "5010 STOP 1 10 work")
            .Leads("b.1", 2, 3000, 9000);

        Assert.Empty(Broken);
    }

    [Fact]
    public void A_leader_that_goes_on_after_a_short_freeze_still_counts()
    {
        _history.Leads("a.1", 1, 1000, 4000).Freezes("a.1", 1500, 1600).Leads("b.1", 2, 3000, 5000);

        Assert.Single(Broken);
    }

    [Fact]
    public void A_stop_that_hangs_is_forgiven_after_its_budget()
    {
        Hangs();
        _history.Leads("b.1", 2, 2000 + HistoryBuilder.StopBudget, 9000);

        Assert.Empty(Broken);
    }

    [Fact]
    public void A_stop_that_hangs_is_not_forgiven_within_its_budget()
    {
        Hangs();
        _history.Leads("b.1", 2, 2000 + HistoryBuilder.StopBudget - 1, 9000);

        Assert.Single(Broken);
    }

    private void Hangs() =>
        _history.Says("a.1", "1000 START 1 10 work", "2000 STOPPING 1 10 work", "2000 HANG 1 10 work").Dies("a.1", 5000);

    private void FrozenWhileAnotherLeads(long lastSawItselfLeadAt) => _history
        .Says("a.1", "1000 START 1 10 work", "1000 LEADER true 1000", $"5003 LEADER false {lastSawItselfLeadAt}", "5010 STOP 1 10 work")
        .Freezes("a.1", 1500, 5000)
        .Leads("b.1", 2, 3000, 9000);
}
