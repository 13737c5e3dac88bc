namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>Something that a figure has to keep to.</summary>
/// <param name="What">In words, with its limit.</param>
/// <param name="Actual">The figure.</param>
/// <param name="Limit">The largest that is good, or with <paramref name="AtLeast"/> the smallest.</param>
/// <param name="AtLeast">Whether more is better.</param>
internal sealed record Bar(string What, double Actual, double Limit, bool AtLeast = false)
{
    /// <summary>Whether it is kept. A figure that could not be had keeps nothing.</summary>
    public bool IsMet => AtLeast ? Actual >= Limit : Actual <= Limit;
}
