namespace FailoverDemo.Network;

/// <summary>Lets traffic pass, or holds it back. Thread-safe.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _opened;

    /// <summary>Whether traffic passes.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return _opened is null;
            }
        }
    }

    /// <summary>Holds traffic back.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _opened ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Lets traffic pass again.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _opened?.SetResult();
            _opened = null;
        }
    }

    /// <summary>Waits until traffic may pass.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _opened?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
