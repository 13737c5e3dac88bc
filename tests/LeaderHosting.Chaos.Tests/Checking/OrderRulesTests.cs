using LeaderHosting.Chaos.Checking;

namespace LeaderHosting.Chaos.Tests.Checking;

public class OrderRulesTests
{
    private readonly HistoryBuilder _history = new();

    [Fact]
    public void Terms_and_tokens_that_grow_are_fine()
    {
        _history.Leads("a.1", 1, 1000, 2000).Leads("b.1", 2, 2000, 3000).Leads("a.1", 5, 3000, 4000);

        Assert.Empty(GrowthRule.Check(_history.History));
    }

    [Theory]
    [InlineData("2000 START 2 10 work")] // The same token again.
    [InlineData("2000 START 2 9 work")]
    [InlineData("2000 START 1 11 work")] // The same term again.
    [InlineData("2000 START 0 11 work")]
    public void A_term_or_token_that_does_not_grow_is_found(string start)
    {
        _history.Leads("a.1", 1, 1000, 2000).Says("b.1", start);

        Assert.Equal(RuleKind.Growth, Assert.Single(GrowthRule.Check(_history.History)).Rule);
    }

    [Fact]
    public void Every_start_with_its_stop_is_fine()
    {
        _history.Leads("a.1", 1, 1000, 2000).Says("b.1", "2000 START 2 20 work", "2001 STARTFAILED 2 20 work", "9000 DOWN");

        Assert.Empty(PairingRule.Check(_history.History));
    }

    [Theory]
    [InlineData("1000 START 1 10 work", "2000 START 2 20 work")] // Started again without a stop.
    [InlineData("1000 START 1 10 work", "2000 STOP 1 10 work", "2001 STOP 1 10 work")] // Stopped twice.
    [InlineData("2000 STOP 1 10 work")] // Never started.
    [InlineData("1000 START 1 10 work", "2000 DOWN")] // Never stopped.
    public void A_start_or_stop_too_many_is_found(params string[] lines)
    {
        _history.Says("a.1", lines);

        Assert.Equal(RuleKind.Pairing, Assert.Single(PairingRule.Check(_history.History)).Rule);
    }

    [Fact]
    public void A_process_that_died_need_not_stop()
    {
        _history.Says("a.1", "1000 START 1 10 work").Dies("a.1", 2000).Says("b.1", "3000 START 2 20 work", "4000 HANG 2 20 work", "9000 DOWN");

        Assert.Empty(PairingRule.Check(_history.History));
    }
}
