using LeaderHosting.Chaos.Checking;

namespace LeaderHosting.Chaos.Tests.Checking;

public class LeakRuleTests
{
    private const int Samples = 40;

    [Theory]
    [InlineData(ResourceKind.MemoryKiB, 100_000, 3000)]
    [InlineData(ResourceKind.Handles, 80, 1)]
    [InlineData(ResourceKind.Threads, 20, 1)]
    [InlineData(ResourceKind.Sessions, 5, 1)]
    public void What_grows_and_grows_is_found(ResourceKind resource, long first, long step)
    {
        var broken = Assert.Single(LeakRule.Check(HistoryOf(resource, Samples, i => first + (i * step))));

        Assert.Equal(RuleKind.Leak, broken.Rule);
        Assert.Contains($"{resource} of a.1", broken.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResourceKind.MemoryKiB, 60_000, 100_000)]
    [InlineData(ResourceKind.Handles, 50, 100)]
    public void What_grows_while_a_process_warms_up_is_fine(ResourceKind resource, long cold, long warm) =>
        Assert.Empty(LeakRule.Check(HistoryOf(resource, Samples, i => i < Samples / 4 ? cold : warm)));

    [Fact]
    public void What_comes_and_goes_is_fine() =>
        Assert.Empty(LeakRule.Check(HistoryOf(ResourceKind.Handles, Samples, static i => 80 + (i % 6))));

    [Fact]
    public void A_short_life_shows_no_trend() =>
        Assert.Empty(LeakRule.Check(HistoryOf(ResourceKind.Handles, ResourceTrend.FewestSamples - 1, static i => 100 * i)));

    private static History HistoryOf(ResourceKind resource, int count, Func<int, long> amount) =>
        new() { Samples = [.. Enumerable.Range(0, count).Select(i => new ResourceSample("a.1", resource, i, amount(i)))] };
}
