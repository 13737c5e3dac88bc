namespace LeaderHosting.Sessions;

/// <summary>Growing, jittered pauses between tries.</summary>
internal static class Backoff
{
    /// <summary>
    /// The pause before try number <paramref name="attempt"/> (1 is the first repetition): a random part, at least half, of a bound that doubles from
    /// <paramref name="first"/> to <paramref name="longest"/>.
    /// </summary>
    public static TimeSpan Pause(int attempt, TimeSpan first, TimeSpan longest)
    {
        var doublings = Math.Clamp(attempt - 1, 0, 20);
        var bound = Math.Min(first.TotalMilliseconds * Math.Pow(2, doublings), longest.TotalMilliseconds);
#pragma warning disable CA5394 // Spreading load needs no secrecy.
        return TimeSpan.FromMilliseconds(bound * (0.5 + (Random.Shared.NextDouble() / 2)));
#pragma warning restore CA5394
    }
}
