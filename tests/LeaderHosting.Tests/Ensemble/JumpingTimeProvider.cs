namespace LeaderHosting.Tests.Ensemble;

/// <summary>The clock of one process, which can be frozen: time then passes without any of its timers running.</summary>
internal sealed class JumpingTimeProvider(TimeProvider inner) : TimeProvider
{
    private long _jumped;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long GetTimestamp() => inner.GetTimestamp() + Interlocked.Read(ref _jumped);

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _jumped));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>The process wakes, and this much time has passed.</summary>
    public void Jump(TimeSpan time) => Interlocked.Add(ref _jumped, time.Ticks * inner.TimestampFrequency / TimeSpan.TicksPerSecond);
}
