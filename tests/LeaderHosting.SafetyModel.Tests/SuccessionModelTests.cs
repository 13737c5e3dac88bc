using Xunit.Abstractions;

namespace LeaderHosting.SafetyModel.Tests;

public sealed class SuccessionModelTests
{
    private readonly ITestOutputHelper _output;

    public SuccessionModelTests(ITestOutputHelper output)
    {
        _output = output;
    }

    [Theory]
    [InlineData(false, false, 5)]
    [InlineData(false, true, 6)]
    [InlineData(true, false, 4)]
    public void Under_a_lease_no_two_lead_whoever_is_named(bool isNewestFirst, bool hasLatch, int bound)
    {
        var (states, counterexample) = Explorer.Explore(new SuccessionModel(SuccessionRule.Ours, isNewestFirst, hasLatch, candidates: bound, versions: bound));

        _output.WriteLine($"{states} states");
        Assert.True(counterexample is null, Describe(counterexample));
        Assert.True(states > 100_000, $"Only {states} states were reached: the model does not move.");
    }

    [Theory]
    [InlineData(SuccessionRule.NoLease, false, false)]
    [InlineData(SuccessionRule.NoLease, true, false)]
    [InlineData(SuccessionRule.HandsOverBeforeItHasStopped, false, false)]
    [InlineData(SuccessionRule.HandsOverBeforeItHasStopped, true, false)]
    [InlineData(SuccessionRule.ClaimsWhateverTheRecord, true, false)]
    [InlineData(SuccessionRule.ReadsTheQueueFirst, true, false)]
    [InlineData(SuccessionRule.LeadsAtOnceWhoeverHasJoined, false, true)]
    [InlineData(SuccessionRule.NamedLeadsFromAnyPlace, false, true)]
    public void Every_weaker_rule_lets_two_lead(SuccessionRule rule, bool isNewestFirst, bool hasLatch)
    {
        var (states, counterexample) = Explorer.Explore(new SuccessionModel(rule, isNewestFirst, hasLatch, candidates: 4, versions: 4));

        _output.WriteLine($"{states} states");
        Assert.NotNull(counterexample);
        _output.WriteLine(Describe(counterexample));
    }

    private static string? Describe(IReadOnlyList<SuccessionState>? way) => way is null ? null : string.Join(Environment.NewLine, way);
}
