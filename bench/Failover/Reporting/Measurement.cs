namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>Samples of one quantity for one subject.</summary>
/// <param name="Quantity">What was measured, and where.</param>
/// <param name="Subject">Of what.</param>
/// <param name="Unit">In what.</param>
/// <param name="Samples">All of them, in the order they were taken.</param>
internal sealed record Measurement(string Quantity, string Subject, string Unit, IReadOnlyList<double> Samples)
{
    /// <summary>The middle one.</summary>
    public double Median => Percentile(0.5);

    /// <summary>The one that 99 of 100 do not exceed.</summary>
    public double P99 => Percentile(0.99);

    /// <summary>The largest.</summary>
    public double Max => Samples.Count == 0 ? double.NaN : Samples.Max();

    /// <summary>The least sample that this share of all samples do not exceed.</summary>
    public double Percentile(double share)
    {
        if (Samples.Count == 0)
        {
            return double.NaN;
        }

        double[] sorted = [.. Samples];
        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * share) - 1, 0, sorted.Length - 1)];
    }
}
