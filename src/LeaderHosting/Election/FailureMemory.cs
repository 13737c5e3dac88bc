namespace LeaderHosting.Election;

/// <summary>Sees to it that failures are forgotten in quiet times, so that few of them, over months, do not add up to the longest pause.</summary>
/// <remarks>A term forgets the failures before it when it has lasted a minute; this is for a node that waits and waits. <see cref="Note"/> is called from the election's
/// loop only.</remarks>
internal sealed class FailureMemory : IDisposable
{
    /// <summary>Twice the longest pause, so that a node that has only just ended one is not taken for a quiet one.</summary>
    internal static readonly TimeSpan QuietTime = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly Action<ElectionInput> _post;
    private ITimer? _timer;
    private int _failures;

    /// <summary>Creates it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="post">Told of each quiet time that has passed since the last failure.</param>
    public FailureMemory(TimeProvider time, Action<ElectionInput> post)
    {
        _time = time;
        _post = post;
    }

    /// <summary>Notes how many failures there are to remember now.</summary>
    public void Note(int failures)
    {
        if (failures == _failures)
        {
            return;
        }

        Volatile.Write(ref _failures, failures);
        var pause = failures == 0 ? Timeout.InfiniteTimeSpan : QuietTime;
        _timer ??= _time.CreateTimer(
            _ => _post(new ElectionInput.WasQuiet(Volatile.Read(ref _failures))), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(pause, pause);
    }

    /// <inheritdoc/>
    /// <remarks>Nothing is noted after that.</remarks>
    public void Dispose() => _timer?.Dispose();
}
