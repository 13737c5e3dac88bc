using LeaderHosting.Lease;

namespace LeaderHosting.Chaos.Node;

/// <summary>The library's own clock, with a wall clock that can be moved; the monotonic one and the timers stay true. Thread-safe.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _offsetTicks;

    /// <inheritdoc/>
    public override long TimestampFrequency => LeaseTimeProvider.Instance.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => LeaseTimeProvider.Instance.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _offsetTicks));

    /// <summary>Moves the wall clock.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);
}
