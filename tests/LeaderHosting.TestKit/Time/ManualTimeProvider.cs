namespace LeaderHosting.TestKit;

/// <summary>
/// A clock that stands still until a test moves it. Its monotonic time (timestamps, timers) and its wall clock
/// (<see cref="GetUtcNow"/>) advance together, and the wall clock alone can be made to jump.
/// </summary>
/// <remarks>
/// Thread-safe. Timer callbacks run on the thread that calls <see cref="Advance"/>, outside any lock, in the execution context that
/// created the timer. A timer that is due the moment it is set fires at once on the thread pool, as a real one does.
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    // Not zero, so that code which takes a timestamp of zero for "never" is not right by accident.
    private static readonly TimeSpan InitialElapsed = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _active = [];
    private readonly TimeSpan _initialElapsed = InitialElapsed;
    private DateTimeOffset _wallClockOrigin;
    private TimeSpan _elapsed = InitialElapsed;
    private long _lastSequence;

    /// <summary>Creates a clock that shows <paramref name="utcNow"/>, by default the start of 2026.</summary>
    public ManualTimeProvider(DateTimeOffset? utcNow = null)
    {
        var now = utcNow ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _wallClockOrigin = now.ToUniversalTime() - InitialElapsed;
    }

    /// <summary>Timestamps count ticks of 100 ns: 10 MHz.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Always UTC, so that a test does not depend on where it runs.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How far the monotonic clock has moved since this instance was created.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed - _initialElapsed;
            }
        }
    }

    /// <summary>The number of timers that will fire some day. Zero when everything under test cleaned up after itself.</summary>
    public int ActiveTimerCount
    {
        get
        {
            lock (_lock)
            {
                return _active.Count;
            }
        }
    }

    /// <summary>How long until the next timer is due; <see langword="null"/> when none is set.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_lock)
            {
                return FindNext() is { } next ? next.Due - _elapsed : null;
            }
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (_lock)
        {
            return _elapsed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _wallClockOrigin + _elapsed;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Moves time on by <paramref name="delta"/>, firing every timer that falls due on the way, in order of due time (ties: the one
    /// set first), with the clock showing the time each was due. Timers set by these callbacks take part.
    /// </summary>
    /// <remarks>
    /// A callback may call this method itself; time never moves back. An exception thrown by a callback ends the call.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is negative.</exception>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);

        TimeSpan target;
        lock (_lock)
        {
            target = _elapsed + delta;
        }

        while (TakeDue(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>
    /// Moves the wall clock alone, forwards or back, as an administrator or a time server does. No timer fires and no timestamp changes.
    /// </summary>
    public void JumpWallClock(TimeSpan delta)
    {
        lock (_lock)
        {
            _wallClockOrigin += delta;
        }
    }

    internal bool Set(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        bool dueNow;
        lock (_lock)
        {
            if (timer.IsDisposed)
            {
                return false;
            }

            _active.Remove(timer);
            timer.Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                return true;
            }

            timer.Due = _elapsed + dueTime;
            timer.Sequence = ++_lastSequence;
            _active.Add(timer);
            dueNow = dueTime == TimeSpan.Zero;
        }

        if (dueNow)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static clock => clock.Advance(TimeSpan.Zero), this, preferLocal: false);
        }

        return true;
    }

    internal void Remove(ManualTimer timer)
    {
        lock (_lock)
        {
            timer.IsDisposed = true;
            _active.Remove(timer);
        }
    }

    /// <summary>Takes the next timer due by <paramref name="target"/> and moves the clock to it, or to the target when there is none.</summary>
    private ManualTimer? TakeDue(TimeSpan target)
    {
        lock (_lock)
        {
            var next = FindNext();
            if (next is null || next.Due > target)
            {
                _elapsed = target > _elapsed ? target : _elapsed;
                return null;
            }

            _elapsed = next.Due > _elapsed ? next.Due : _elapsed;
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
                next.Sequence = ++_lastSequence;
            }
            else
            {
                _active.Remove(next);
            }

            return next;
        }
    }

    private ManualTimer? FindNext() => _active.MinBy(static timer => (timer.Due, timer.Sequence));
}
