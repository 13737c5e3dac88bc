namespace LeaderHosting.TestKit;

/// <summary>The lines a process has written to its standard output and error, in the order they arrived. Thread-safe.</summary>
public sealed class CapturedOutput
{
    private const int TailLength = 100;

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isComplete;

    /// <summary>The number of lines so far: pass it to <see cref="WaitForLineAsync"/> to wait for a line written later than now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>The lines so far: a copy.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Waits for a line that <paramref name="isAwaited"/> accepts; lines already there count.</summary>
    /// <param name="isAwaited">Whether this is the line.</param>
    /// <param name="what">What is awaited, for the message.</param>
    /// <param name="after">How many lines from the start to leave out.</param>
    /// <param name="timeout">By default <see cref="Eventually.DefaultTimeout"/>.</param>
    /// <exception cref="TimeoutException">No such line came in time; the message shows the last lines.</exception>
    /// <exception cref="InvalidOperationException">The process ended without writing such a line; the message shows the last lines.</exception>
    public async Task<string> WaitForLineAsync(Func<string, bool> isAwaited, string what, int after = 0, TimeSpan? timeout = null)
    {
        var limit = timeout ?? Eventually.DefaultTimeout;
        using var expired = new CancellationTokenSource(limit);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                for (; after < _lines.Count; after++)
                {
                    if (isAwaited(_lines[after]))
                    {
                        return _lines[after];
                    }
                }

                if (_isComplete)
                {
                    throw new InvalidOperationException($"The output ended without {what}.{Environment.NewLine}{Tail()}");
                }

                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(expired.Token);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException(
                    $"Waited {limit.TotalSeconds:0.0} s in vain for {what}.{Environment.NewLine}{Tail()}", exception);
            }
        }
    }

    /// <summary>The last hundred lines, for failure messages.</summary>
    public string Tail()
    {
        lock (_lock)
        {
            return _lines.Count == 0 ? "(no output)" : string.Join(Environment.NewLine, _lines.TakeLast(TailLength));
        }
    }

    internal void Add(string line)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _lines.Add(line);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    internal void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            _changed.TrySetResult();
        }
    }
}
