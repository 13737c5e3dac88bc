namespace LeaderHosting.Chaos.Checking;

/// <summary>A time from one stamp to another, both in nanoseconds of CLOCK_MONOTONIC.</summary>
internal readonly record struct Interval(long From, long To)
{
    /// <summary>Whether they share more than an end.</summary>
    public bool Overlaps(Interval other) => From < other.To && other.From < To;
}
