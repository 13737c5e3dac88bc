namespace LeaderHosting.Testing.Embedded;

/// <summary>Where an embedded server begins to count transactions.</summary>
internal static class EmbeddedZxid
{
    /// <summary>How many bits a server has to count in before it would reach the next millisecond's start: a million transactions.</summary>
    private const int CounterBits = 20;

    /// <summary>
    /// A zxid above every one that an earlier server on this machine has handed out, as long as the clock was not set back in between: each starts at the
    /// milliseconds since 1970, and none makes a million transactions in one of them. That lasts until the year 2248.
    /// </summary>
    /// <remarks>
    /// Not the seconds as an epoch in the upper 32 bits, which would be closer to what an ensemble does: two servers within one second would hand out the
    /// same fencing tokens twice, and the sign bit is reached in 2038.
    /// </remarks>
    public static long Now(TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
}
