namespace LeaderHosting.Sessions;

/// <summary>What waits to be sent in company, and whoever waits for its answer.</summary>
/// <remarks>Thread-safe.</remarks>
/// <typeparam name="TOperation">What it is made of.</typeparam>
/// <typeparam name="TResult">What comes of an operation.</typeparam>
internal sealed class BatchedRequest<TOperation, TResult>
{
    // Also the lock: there may be thousands of these at a time.
    private readonly TaskCompletionSource<IReadOnlyList<TResult>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _cancellation;
    private bool _isBeingSent;
    private bool _isGivenUp;

    public BatchedRequest(IReadOnlyList<TOperation> operations, CancellationToken cancellationToken)
    {
        Operations = operations;
        CancellationToken = cancellationToken;
        _cancellation = cancellationToken.UnsafeRegister(static request => ((BatchedRequest<TOperation, TResult>)request!).Cancel(), this);
    }

    /// <summary>Its operations.</summary>
    public IReadOnlyList<TOperation> Operations { get; }

    /// <summary>Gives up waiting.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Whether anybody waits for it yet.</summary>
    public bool IsWanted => !_answer.Task.IsCompleted;

    /// <summary>What came of it.</summary>
    public Task<IReadOnlyList<TResult>> Answer => _answer.Task;

    /// <summary>
    /// Begins to send it, unless it was given up. Whoever gives it up from now on hears of that only after <see cref="EndSending"/>: they may look next for what it
    /// has left behind, and must not do so ahead of it.
    /// </summary>
    /// <returns>Whether it is to be sent.</returns>
    public bool TryBeginSending()
    {
        lock (_answer)
        {
            _isBeingSent = IsWanted;
            return _isBeingSent;
        }
    }

    /// <summary>It is on its way.</summary>
    public void EndSending()
    {
        lock (_answer)
        {
            _isBeingSent = false;
            if (_isGivenUp)
            {
                _answer.TrySetCanceled(CancellationToken);
            }
        }
    }

    /// <summary>It was answered.</summary>
    public void Complete(IReadOnlyList<TResult> results)
    {
        _cancellation.Dispose();
        _answer.TrySetResult(results);
    }

    /// <summary>It was answered together with others.</summary>
    /// <param name="results">What came of all operations.</param>
    /// <param name="index">Where its own begin, and then those of the next request.</param>
    public void Complete(IReadOnlyList<TResult> results, ref int index)
    {
        var own = new TResult[Operations.Count];
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = results[index++];
        }

        Complete(own);
    }

    /// <summary>It failed.</summary>
    public void Fail(Exception error)
    {
        _cancellation.Dispose();
        _answer.TrySetException(error);
    }

    /// <summary>It was given up.</summary>
    public void Cancel()
    {
        lock (_answer)
        {
            if (_isBeingSent)
            {
                _isGivenUp = true;
            }
            else
            {
                _answer.TrySetCanceled(CancellationToken);
            }
        }
    }
}
