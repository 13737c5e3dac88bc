using System.Collections.Concurrent;

namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>Watches for tasks that fail without anybody looking. Thread-safe.</summary>
public sealed class UnobservedExceptions : IDisposable
{
    private readonly ConcurrentQueue<Exception> _exceptions = new();

    /// <summary>Begins to watch. What was left unobserved before does not count.</summary>
    public UnobservedExceptions()
    {
        Collect();
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    /// <summary>Looks at every task that is garbage by now.</summary>
    /// <exception cref="FuzzFailureException">One of them had failed.</exception>
    public void ThrowIfAny()
    {
        Collect();
        if (_exceptions.TryDequeue(out var exception))
        {
            throw new FuzzFailureException($"A task failed and nobody looked: {exception.InnerException?.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => _exceptions.Enqueue(e.Exception);
}
