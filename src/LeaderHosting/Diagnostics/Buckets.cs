using System.Diagnostics.Metrics;

namespace LeaderHosting.Diagnostics;

/// <summary>The bounds of the histograms' buckets, in seconds. The SDK's own suit milliseconds.</summary>
internal static class Buckets
{
    /// <summary>Handovers, starts and stops: from a millisecond to a service that warms up.</summary>
    public static readonly InstrumentAdvice<double> Work = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
    };

    /// <summary>From a term that ends at once to one that lasts for a month.</summary>
    public static readonly InstrumentAdvice<double> Terms = new()
    {
        HistogramBucketBoundaries = [1, 10, 60, 600, 3600, 21600, 86400, 604800, 2592000],
    };

    /// <summary>Fine enough to tell 0.35 of a session timeout from the half of it that is usual, from a timeout of a second on.</summary>
    public static readonly InstrumentAdvice<double> Leases = new()
    {
        HistogramBucketBoundaries = [0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 8, 10, 12.5, 15, 20, 30, 60],
    };
}
