using Xunit.Abstractions;

namespace LeaderHosting.SafetyModel.Tests;

public sealed class LeaseModelTests
{
    private readonly ITestOutputHelper _output;

    public LeaseModelTests(ITestOutputHelper output)
    {
        _output = output;
    }

    // T is four times the ping interval: the least that ZooKeeper allows, a session timeout of two ticks with a ping every half tick.
    [Theory]
    [InlineData(4, 1, 2)]
    [InlineData(8, 2, 3)]
    [InlineData(12, 3, 4)]
    public void A_quorum_proved_lease_never_outlives_the_session(int timeout, int pingInterval, int wait)
    {
        var (states, counterexample) = Explorer.Explore(new LeaseModel(LeaseRule.QuorumProved, timeout, pingInterval, wait));

        _output.WriteLine($"{states} states");
        Assert.Null(Describe(counterexample));
        Assert.True(states > 10_000, $"Only {states} states were reached: the model does not move.");
    }

    [Theory]
    [InlineData(LeaseRule.AnyAnswer)]
    [InlineData(LeaseRule.AnyCommit)]
    [InlineData(LeaseRule.OneCommitAfter)]
    [InlineData(LeaseRule.TwoCommitsWithoutWaiting)]
    public void Every_weaker_rule_lets_two_lead(LeaseRule rule) =>
        AssertBroken(new LeaseModel(rule, timeout: 8, pingInterval: 2, wait: 3));

    [Fact]
    public void Waiting_for_exactly_one_ping_interval_is_not_enough() =>
        AssertBroken(new LeaseModel(LeaseRule.QuorumProved, timeout: 8, pingInterval: 2, wait: 2));

    [Fact]
    public void A_session_timeout_below_two_ticks_breaks_the_proof() =>
        AssertBroken(new LeaseModel(LeaseRule.QuorumProved, timeout: 8, pingInterval: 4, wait: 3));

    private void AssertBroken(LeaseModel model)
    {
        var (states, counterexample) = Explorer.Explore(model);

        _output.WriteLine($"{states} states");
        Assert.NotNull(counterexample);
        _output.WriteLine(Describe(counterexample));
    }

    private static string? Describe(IReadOnlyList<ModelState>? way) => way is null ? null : string.Join(Environment.NewLine, way);
}
