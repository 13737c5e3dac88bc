using System.Diagnostics.Metrics;
using LeaderHosting.Lease;

namespace LeaderHosting.Diagnostics;

/// <summary>Measures how thin a lease becomes before each renewal, for as long as a term lasts.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LeaseMeter : IDisposable
{
    private readonly ISessionLease _lease;
    private readonly TimeProvider _time;
    private readonly Histogram<double> _remaining;
    private readonly ElectionTags _tags;
    private long _end;

    public LeaseMeter(ISessionLease lease, TimeProvider time, Histogram<double> remaining, ElectionTags tags)
    {
        _lease = lease;
        _time = time;
        _remaining = remaining;
        _tags = tags;
        _end = EndAt(time.GetTimestamp());
        lease.Renewed += OnRenewed;
    }

    /// <summary>Measures no more.</summary>
    public void Dispose() => _lease.Renewed -= OnRenewed;

    private void OnRenewed()
    {
        var now = _time.GetTimestamp();
        var end = Interlocked.Exchange(ref _end, EndAt(now));
        if (_remaining.Enabled)
        {
            // The lease tells of a renewal afterwards, so what was left is counted from the end that it had before.
            _remaining.Record(end > now ? _time.GetElapsedTime(now, end).TotalSeconds : 0, _tags.Span);
        }
    }

    private long EndAt(long now) => now + (long)(_lease.Remaining.TotalSeconds * _time.TimestampFrequency);
}
