namespace LeaderHosting.ZooKeeper.Hosts;

/// <summary>How long to wait before the next attempt: not at all until every server has been tried, then a random part of a time that doubles with each round.</summary>
/// <remarks>The random part is the whole of it ("full jitter"): after an outage of the ensemble, its clients come back spread over the time and not in waves.</remarks>
/// <param name="hostCount">How many servers there are.</param>
/// <param name="longestDelay">The longest wait of all.</param>
/// <param name="random">Chooses the part.</param>
internal sealed class RetrySchedule(int hostCount, TimeSpan longestDelay, Random random)
{
    /// <summary>The longest wait after the first fruitless round.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    private int _failures;

    /// <summary>Notes a fruitless attempt.</summary>
    /// <returns>How long to wait before the next.</returns>
    public TimeSpan OnFailure()
    {
        _failures++;
        if (_failures % hostCount != 0)
        {
            return TimeSpan.Zero;
        }

        var rounds = Math.Min(_failures / hostCount, 16);
        var longest = TimeSpan.FromTicks(Math.Min(FirstDelay.Ticks << (rounds - 1), longestDelay.Ticks));
        return longest * random.NextDouble();
    }

    /// <summary>Notes that a connection has proved good.</summary>
    public void Reset() => _failures = 0;
}
