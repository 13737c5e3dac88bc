using LeaderHosting.Coordination;

namespace LeaderHosting.Sessions;

/// <summary>
/// Group commit: requests that come while a few of their kind are under way travel together in the next one. A process that stands in a thousand elections joins and
/// claims them with some dozens of requests, and a lone request is not delayed.
/// </summary>
/// <remarks>
/// ZooKeeper applies a transaction whole or not at all, so one request that can't be applied takes those down that it travels with. It is then sent again alone, and the others together without it.
/// Not so when the connection is lost, since they may have been applied. All that goes again does so in the place of the request that failed. Thread-safe.
/// </remarks>
/// <typeparam name="TOperation">What a request is made of.</typeparam>
/// <typeparam name="TResult">What comes of an operation.</typeparam>
internal sealed class RequestBatcher<TOperation, TResult>
{
    /// <summary>How many requests may be under way before others wait to travel together. They are answered in order, so more would save nothing.</summary>
    private const int MostUnderWay = 4;

    /// <summary>How often requests are sent together without those that have failed. Where so many do, the rest go by themselves.</summary>
    private const int MostRounds = 3;

    /// <summary>How many of these are under way at once in the place of the request that failed: few enough not to hold up the proofs of the lease, which are answered in turn.</summary>
    private const int MostAlone = 16;

    private readonly Lock _lock = new();
    private readonly bool _canBeRepeated;
    private readonly SendAsync _sendAloneAsync;
    private readonly SendAsync _sendTogetherAsync;
    private readonly BatchQueue<TOperation, TResult> _waiting;
    private readonly BatchBound _bound;
    private int _underWay;

    /// <param name="mostOperations">How many operations may travel together.</param>
    /// <param name="mostBytes">How many bytes of operations may travel together.</param>
    /// <param name="canBeRepeated">Whether it does no harm to send what may have been applied: whether these are reads.</param>
    /// <param name="bytesOf">About how many bytes an operation is. Asked when it is to be sent.</param>
    /// <param name="sendAloneAsync">Sends what one caller has asked for.</param>
    /// <param name="sendTogetherAsync">Sends what several callers have asked for.</param>
    public RequestBatcher(
        int mostOperations, int mostBytes, bool canBeRepeated, Func<TOperation, int> bytesOf, SendAsync sendAloneAsync, SendAsync sendTogetherAsync)
    {
        _waiting = new BatchQueue<TOperation, TResult>(mostBytes, bytesOf);
        _bound = new BatchBound(mostOperations);
        _canBeRepeated = canBeRepeated;
        _sendAloneAsync = sendAloneAsync;
        _sendTogetherAsync = sendTogetherAsync;
    }

    /// <summary>Sends a request. It is on its way when the task is returned, as far as it can be.</summary>
    /// <param name="operations">Its operations.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public delegate Task<IReadOnlyList<TResult>> SendAsync(IReadOnlyList<TOperation> operations, CancellationToken cancellationToken);

    /// <summary>Whether as many requests are under way as may be, so that the next one has to wait.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
            {
                return _underWay >= MostUnderWay;
            }
        }
    }

    /// <summary>Sends operations that belong together, alone or in company. They stay together and in their order; nothing is promised of the order of several calls.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="cancellationToken">Gives up waiting. What is under way may be applied all the same.</param>
    /// <returns>What came of each.</returns>
    public Task<IReadOnlyList<TResult>> AskAsync(IReadOnlyList<TOperation> operations, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_underWay >= MostUnderWay)
            {
                var request = new BatchedRequest<TOperation, TResult>(operations, cancellationToken);
                _waiting.Enqueue(request);
                return request.Answer;
            }

            _underWay++;
        }

        return SendNowAsync(operations, cancellationToken);
    }

    private async Task<IReadOnlyList<TResult>> SendNowAsync(IReadOnlyList<TOperation> operations, CancellationToken cancellationToken)
    {
        try
        {
            return await _sendAloneAsync(operations, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = SendWaitingAsync();
        }
    }

    /// <summary>A request has come back: in its place go those that wait, as many at a time as may travel together. When nobody waits, the place is free.</summary>
    private async Task SendWaitingAsync()
    {
        while (TryTakeBatch(out var batch, out var isCut))
        {
            await SendBatchAsync(batch).ConfigureAwait(false);
            if (isCut && batch.Exists(static request => request.Answer.IsCompletedSuccessfully))
            {
                _bound.OnCutAnswered();
            }
        }
    }

    private bool TryTakeBatch(out List<BatchedRequest<TOperation, TResult>> batch, out bool isCut)
    {
        lock (_lock)
        {
            batch = _waiting.Take(_bound.Operations, out isCut);
            if (batch.Count == 0)
            {
                _underWay--;
            }
        }

        return batch.Count > 0;
    }

    /// <summary>Sends some together, and those again that others took down with them. Never throws: whatever comes of each is its answer.</summary>
    private async Task SendBatchAsync(List<BatchedRequest<TOperation, TResult>> batch)
    {
        List<BatchedRequest<TOperation, TResult>> left = [.. batch];
        for (var round = 0; round < MostRounds; round++)
        {
            // Not those given up meanwhile: whoever did so has gone on, and counts on what was under way and no more.
            left = [.. left.Where(static request => request.TryBeginSending())];
            if (left.Count < 2)
            {
                break;
            }

            var failure = await TrySendTogetherAsync(left).ConfigureAwait(false);
            if (failure is null)
            {
                return;
            }

            if (failure is not CoordinationException { FailedOperation: var failedOperation })
            {
                break;
            }

            if (OwnerOf(left, failedOperation) is not { } owner)
            {
                var half = left.Count / 2;
                await SendBatchAsync(left[..half]).ConfigureAwait(false);
                await SendBatchAsync(left[half..]).ConfigureAwait(false);
                return;
            }

            left.Remove(owner);
            await SendAloneAsync(owner).ConfigureAwait(false);
        }

        foreach (var some in left.Chunk(MostAlone))
        {
            await Task.WhenAll(some.Select(SendAloneAsync)).ConfigureAwait(false);
        }
    }

    /// <summary>Sends some together, once.</summary>
    /// <returns><see langword="null"/> when each has its answer, good or bad; otherwise why they are to be sent again.</returns>
    private async Task<Exception?> TrySendTogetherAsync(List<BatchedRequest<TOperation, TResult>> batch)
    {
        List<TOperation> operations = [.. batch.SelectMany(static request => request.Operations)];
        var lossesBefore = _bound.Losses;
        try
        {
            var results = await Begin(_sendTogetherAsync, operations, batch, CancellationToken.None).ConfigureAwait(false);
            _bound.OnAnswered(operations.Count);
            var index = 0;
            batch.ForEach(request => request.Complete(results, ref index));
            return null;
        }
        catch (Exception e) when (CanBeSentAgain(e))
        {
            if (e is CoordinationException { FailedOperation: >= 0 })
            {
                _bound.OnAnswered(operations.Count);
            }

            return e;
        }
#pragma warning disable CA1031 // The client may be anybody's; nobody may be left waiting for what it has thrown.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (e is CoordinationException { Fault: CoordinationFault.ConnectionLost, IsUnrelatedToContent: false })
            {
                _bound.OnLost(operations.Count, lossesBefore);
            }

            batch.ForEach(request => request.Fail(e));
            return null;
        }
    }

    /// <summary>Sends one by itself. Never throws: whatever comes of it is the answer.</summary>
    private async Task SendAloneAsync(BatchedRequest<TOperation, TResult> request)
    {
        if (!request.TryBeginSending())
        {
            return;
        }

        try
        {
            request.Complete(await Begin(_sendAloneAsync, request.Operations, [request], request.CancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (request.CancellationToken.IsCancellationRequested)
        {
            request.Cancel();
        }
#pragma warning disable CA1031 // It is told to whoever waits.
        catch (Exception e)
#pragma warning restore CA1031
        {
            request.Fail(e);
        }
    }

    /// <summary>Sends requests as one. Those that are given up meanwhile hear of it when it is on its way.</summary>
    private static Task<IReadOnlyList<TResult>> Begin(
        SendAsync sendAsync, IReadOnlyList<TOperation> operations, List<BatchedRequest<TOperation, TResult>> requests, CancellationToken cancellationToken)
    {
        try
        {
            return sendAsync(operations, cancellationToken);
        }
        finally
        {
            requests.ForEach(static request => request.EndSending());
        }
    }

    private bool CanBeSentAgain(Exception failure) => failure switch
    {
        // Perhaps applied, perhaps not: true of each.
        CoordinationException { Fault: CoordinationFault.ConnectionLost or CoordinationFault.SessionLost } => false,
        CoordinationException e => !e.IsUnrelatedToContent,
        _ => _canBeRepeated,
    };

    /// <summary>Whose operation that was; <see langword="null"/> when the failure is not an operation's.</summary>
    private static BatchedRequest<TOperation, TResult>? OwnerOf(List<BatchedRequest<TOperation, TResult>> batch, int operation)
    {
        if (operation < 0)
        {
            return null;
        }

        foreach (var request in batch)
        {
            if (operation < request.Operations.Count)
            {
                return request;
            }

            operation -= request.Operations.Count;
        }

        return null;
    }
}
