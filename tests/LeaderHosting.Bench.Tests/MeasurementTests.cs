using LeaderHosting.Bench.Failover.Reporting;

namespace LeaderHosting.Bench.Tests;

public sealed class MeasurementTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    [InlineData(0, 1)]
    public void A_percentile_is_the_least_sample_that_so_many_do_not_exceed(double share, double expected)
    {
        var measurement = new Measurement("q", "s", "ms", [.. Enumerable.Range(1, 100).Reverse().Select(static i => (double)i)]);

        Assert.Equal(expected, measurement.Percentile(share));
    }

    [Fact]
    public void No_samples_have_no_median_and_keep_no_bar()
    {
        var measurement = new Measurement("q", "s", "ms", []);

        Assert.True(double.IsNaN(measurement.Median));
        Assert.False(new Bar("at most", measurement.Median, 1).IsMet);
        Assert.False(new Bar("at least", measurement.Median, 1, AtLeast: true).IsMet);
    }
}
