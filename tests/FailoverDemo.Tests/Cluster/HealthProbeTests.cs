using FailoverDemo.Cluster;
using LeaderHosting.TestKit;

namespace FailoverDemo.Tests.Cluster;

public sealed class HealthProbeTests
{
    /// <summary>Otherwise the demo would go on with what it heard last, and wait for what it can't see.</summary>
    [Fact]
    public async Task One_that_asks_no_more_says_so()
    {
        await using var probe = new HealthProbe(static () => throw new InvalidOperationException("No such process."));

        var error = await Eventually.ValueAsync(() => Record.Exception(() => probe.Latest), static e => e is DemoException, "a complaint");

        Assert.Contains("No such process.", error!.Message, StringComparison.Ordinal);
    }
}
