using System.Diagnostics.CodeAnalysis;

namespace LeaderHosting.Election;

/// <summary>Hands items to a handler, one after another in the order in which they were posted, on a thread of the pool that is taken only while there are any.</summary>
/// <remarks>
/// Thread-safe. What a channel and a loop that reads it would do, with a tenth of their memory: a process may take part in thousands of elections.
/// Each item is handled in the execution context of whoever called <see cref="Start"/>; what the handler changes in it is gone with the item. (If its flow was suppressed then, in that of the pool.)
/// </remarks>
/// <typeparam name="T">What is posted.</typeparam>
/// <param name="handle">Handles one. If it throws, nothing more is handled.</param>
internal sealed class Inbox<T>(Action<T> handle) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ExecutionContext? _context;
    private T? _item;
    private bool _hasStarted;
    private bool _isRunning;
    private bool _isComplete;

    /// <summary>Completes when nothing more is handled, which is after <see cref="Start"/> and <see cref="Complete"/> only; fails with what the handler has thrown.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Posts an item.</summary>
    /// <returns>Whether it will be handled, unless the handler throws before.</returns>
    public bool TryPost(T item)
    {
        lock (_lock)
        {
            if (_isComplete)
            {
                return false;
            }

            _waiting.Enqueue(item);
            RunUnlessRunning();
            return true;
        }
    }

    /// <summary>Begins to handle what has been posted and what will be.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _context = ExecutionContext.Capture();
            _hasStarted = true;
            RunUnlessRunning();
        }
    }

    /// <summary>Takes no more; what was posted before is still handled.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            RunUnlessRunning();
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (TryTake(out var item))
            {
                _item = item;
                if (_context is { } context)
                {
                    ExecutionContext.Run(context, static inbox => ((Inbox<T>)inbox!).HandleItem(), this);
                }
                else
                {
                    HandleItem();
                }
            }
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                // It counts as running from now on, so that there is no further turn.
                _isComplete = true;
                _waiting.Clear();
            }

            _ended.TrySetException(e);
        }
    }

    private void HandleItem() => handle(_item!);

    private void RunUnlessRunning()
    {
        if (_hasStarted && !_isRunning && (_isComplete || _waiting.Count > 0))
        {
            _isRunning = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Takes the next item; if there is none, this turn is over, and if there never will be, it was the last.</summary>
    private bool TryTake([MaybeNullWhen(false)] out T item)
    {
        bool isLast;
        lock (_lock)
        {
            if (_waiting.TryDequeue(out item))
            {
                return true;
            }

            _isRunning = isLast = _isComplete;
        }

        if (isLast)
        {
            _ended.TrySetResult();
        }

        return false;
    }
}
