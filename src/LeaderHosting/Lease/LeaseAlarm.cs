namespace LeaderHosting.Lease;

/// <summary>Goes off, once, when no more than a given rest is left of a lease.</summary>
/// <remarks>The lease moves on with every proof; the timer only runs when it would go off if it had not.</remarks>
internal sealed class LeaseAlarm : IDisposable
{
    private readonly ISessionLease _lease;
    private readonly TimeSpan _rest;
    private readonly Action _onThin;
    private readonly ITimer _timer;
    private int _done;

    public LeaseAlarm(ISessionLease lease, TimeSpan rest, TimeProvider time, Action onThin)
    {
        _lease = lease;
        _rest = rest;
        _onThin = onThin;
        _timer = time.CreateTimer(static alarm => ((LeaseAlarm)alarm!).Check(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Check();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interlocked.Exchange(ref _done, 1);
        _timer.Dispose();
    }

    private void Check()
    {
        if (Volatile.Read(ref _done) != 0)
        {
            return;
        }

        var spare = _lease.Remaining - _rest;
        if (spare > TimeSpan.Zero)
        {
            // Timers count whole milliseconds; rounding up would eat into the rest.
            var due = TimeSpan.FromMilliseconds(Math.Max(1, Math.Floor(spare.TotalMilliseconds)));
            _timer.Change(due, Timeout.InfiniteTimeSpan);
        }
        else if (Interlocked.Exchange(ref _done, 1) == 0)
        {
            _onThin();
        }
    }
}
