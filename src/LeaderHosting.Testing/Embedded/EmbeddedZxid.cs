namespace LeaderHosting.Testing.Embedded;

/// <summary>Where an embedded server begins to count transactions.</summary>
internal static class EmbeddedZxid
{
    /// <summary>How many bits a server has to count in before it would reach the next millisecond's start: two thousand transactions, far more than one makes.</summary>
    private const int CounterBits = 11;

    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// A zxid above every one that an earlier server on this machine has handed out, as long as the clock was not set back in between: each starts at the
    /// milliseconds since 2020, and none makes two thousand transactions in each of them. Below 2^53 until the year 2159: zxids are fencing tokens, and what reads one out of
    /// JSON as JavaScript does, as a double, must not round it.
    /// </summary>
    /// <remarks>
    /// Not the seconds as an epoch in the upper 32 bits, which would be closer to what an ensemble does: two servers within one second would hand out the
    /// same fencing tokens twice, and 2^53 is passed after 24 days.
    /// </remarks>
    public static long Now(TimeProvider time) => Math.Max(0, (long)(time.GetUtcNow() - Epoch).TotalMilliseconds) << CounterBits;
}
