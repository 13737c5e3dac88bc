namespace LeaderHosting.Chaos.Checking;

/// <summary>Nothing becomes more and more.</summary>
internal static class LeakRule
{
    /// <summary>One broken rule for each resource of which late in the run clearly more was in use than early.</summary>
    public static IEnumerable<BrokenRule> Check(History history) =>
        ResourceTrend.Of(history)
            .Where(static trend => trend.Late > trend.Early + AllowanceOn(trend))
            .Select(static trend => new BrokenRule(
                RuleKind.Leak, trend.EndsAt, $"{trend.Resource} of {trend.Owner} grew from {trend.Early} to {trend.Late}"));

    // What comes and goes with the work of the moment: a heap that has not been collected just now, threads of the pool, a connection being made.
    private static long AllowanceOn(ResourceTrend trend) => trend.Resource switch
    {
        ResourceKind.MemoryKiB => Math.Max(16 * 1024, trend.Early / 5),
        ResourceKind.Sessions => 2,
        _ => 8,
    };
}
