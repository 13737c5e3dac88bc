namespace LeaderHosting.TestKit;

/// <summary>A timer of <see cref="ManualTimeProvider"/>, which owns the mutable state here and guards it with its lock.</summary>
internal sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    // What System.Threading.Timer accepts: 2^32 - 2 milliseconds.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly ExecutionContext? _context = ExecutionContext.Capture();

    internal TimeSpan Due { get; set; }

    /// <summary>Zero for a timer that fires once.</summary>
    internal TimeSpan Period { get; set; }

    internal long Sequence { get; set; }

    internal bool IsDisposed { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfOutOfRange(dueTime, nameof(dueTime));
        ThrowIfOutOfRange(period, nameof(period));
        return clock.Set(this, dueTime, period);
    }

    public void Dispose() => clock.Remove(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    internal void Fire()
    {
        if (_context is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((ManualTimer)timer!).Invoke(), this);
        }
    }

    private static void ThrowIfOutOfRange(TimeSpan value, string name)
    {
        if (value != Timeout.InfiniteTimeSpan && (value < TimeSpan.Zero || value > MaxTime))
        {
            throw new ArgumentOutOfRangeException(name, value, $"From zero to {MaxTime}, or Timeout.InfiniteTimeSpan.");
        }
    }

    private void Invoke() => callback(state);
}
