namespace LeaderHosting.Chaos.Checking;

/// <summary>What became of a resource over a run.</summary>
/// <param name="Owner">Who used it.</param>
/// <param name="Resource">What.</param>
/// <param name="Early">The median of the second quarter of the samples: the first is for warming up.</param>
/// <param name="Late">The median of the last quarter.</param>
/// <param name="Most">The largest sample.</param>
/// <param name="EndsAt">When the last sample was taken.</param>
internal sealed record ResourceTrend(string Owner, ResourceKind Resource, long Early, long Late, long Most, long EndsAt)
{
    /// <summary>Fewer samples show no trend.</summary>
    public const int FewestSamples = 20;

    /// <summary>The trends of all who were watched for long enough.</summary>
    public static IReadOnlyList<ResourceTrend> Of(History history) =>
    [
        .. history.Samples
            .GroupBy(static sample => (sample.Owner, sample.Resource))
            .Where(static group => group.Count() >= FewestSamples)
            .Select(static group =>
            {
                var samples = group.OrderBy(static sample => sample.At).ToList();
                var quarter = samples.Count / 4;
                return new ResourceTrend(
                    group.Key.Owner,
                    group.Key.Resource,
                    Median(samples.Skip(quarter).Take(quarter)),
                    Median(samples.TakeLast(quarter)),
                    samples.Max(static sample => sample.Amount),
                    samples[^1].At);
            })
            .OrderBy(static trend => trend.Resource)
            .ThenBy(static trend => trend.Owner, StringComparer.Ordinal),
    ];

    private static long Median(IEnumerable<ResourceSample> samples)
    {
        var sorted = samples.Select(static sample => sample.Amount).Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
