using LeaderHosting.Coordination;

namespace LeaderHosting.Sessions;

/// <summary>
/// Group commit: requests that come while a few of their kind are under way travel together in the next one. A process that stands in a thousand elections joins and
/// claims them with some dozens of requests, and a lone request is not delayed.
/// </summary>
/// <remarks>
/// When a request that carries several fails, each of them is sent again alone: ZooKeeper applies a transaction whole or not at all, so one that can't be applied would take those it travels with down.
/// Not so when the connection is lost, since they may have been applied. Thread-safe.
/// </remarks>
/// <typeparam name="TOperation">What a request is made of.</typeparam>
/// <typeparam name="TResult">What comes of an operation.</typeparam>
internal sealed class RequestBatcher<TOperation, TResult>
{
    /// <summary>How many requests may be under way before others wait to travel together. They are answered in order, so more would save nothing.</summary>
    private const int MostUnderWay = 4;

    /// <summary>How long a request may be, well below <c>jute.maxbuffer</c> (1 MiB), and short enough not to hold up the proofs of the lease.</summary>
    private const int MostBytes = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly Func<TOperation, int> _bytesOf;
    private readonly SendAsync _sendAloneAsync;
    private readonly SendAsync _sendTogetherAsync;
    private readonly Queue<BatchedRequest<TOperation, TResult>> _waiting = new();
    private int _mostOperations;
    private int _underWay;

    /// <param name="mostOperations">How many operations may travel together.</param>
    /// <param name="bytesOf">About how long an operation is on the wire.</param>
    /// <param name="sendAloneAsync">Sends what one caller has asked for.</param>
    /// <param name="sendTogetherAsync">Sends what several callers have asked for.</param>
    public RequestBatcher(int mostOperations, Func<TOperation, int> bytesOf, SendAsync sendAloneAsync, SendAsync sendTogetherAsync)
    {
        _mostOperations = mostOperations;
        _bytesOf = bytesOf;
        _sendAloneAsync = sendAloneAsync;
        _sendTogetherAsync = sendTogetherAsync;
    }

    /// <summary>Sends a request.</summary>
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
                var request = new BatchedRequest<TOperation, TResult>(operations, operations.Sum(_bytesOf), cancellationToken);
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

    /// <summary>A request has come back: in its place go those that wait, as many at a time as may travel together.</summary>
    private async Task SendWaitingAsync()
    {
        while (TryTakeBatch(out var batch, out var bound))
        {
            await (batch.Count == 1 ? SendAloneAsync(batch[0]) : SendTogetherAsync(batch, bound)).ConfigureAwait(false);
        }
    }

    /// <summary>Takes those that go next. When nobody waits, the place of whoever has come back is free.</summary>
    /// <param name="batch">Those that go next.</param>
    /// <param name="bound">How many operations could have gone.</param>
    private bool TryTakeBatch(out List<BatchedRequest<TOperation, TResult>> batch, out int bound)
    {
        batch = [];
        int operations = 0, bytes = 0;
        lock (_lock)
        {
            bound = _mostOperations;
            while (_waiting.TryPeek(out var next)
                && (batch.Count == 0 || (operations + next.Operations.Count <= bound && bytes + next.Bytes <= MostBytes)))
            {
                _waiting.Dequeue();
                if (next.IsWanted)
                {
                    operations += next.Operations.Count;
                    bytes += next.Bytes;
                    batch.Add(next);
                }
            }

            if (batch.Count == 0)
            {
                _underWay--;
            }
        }

        return batch.Count > 0;
    }

    private static List<TOperation> OperationsOf(List<BatchedRequest<TOperation, TResult>> batch)
    {
        var operations = new List<TOperation>(batch.Count * 2);
        foreach (var request in batch)
        {
            operations.AddRange(request.Operations);
        }

        return operations;
    }

    private async Task SendTogetherAsync(List<BatchedRequest<TOperation, TResult>> batch, int bound)
    {
        try
        {
            var results = await _sendTogetherAsync(OperationsOf(batch), CancellationToken.None).ConfigureAwait(false);
            var index = 0;
            foreach (var request in batch)
            {
                request.Complete(results, ref index);
            }
        }
        catch (CoordinationException e) when (e.Fault is CoordinationFault.ConnectionLost or CoordinationFault.SessionLost)
        {
            // Perhaps applied, perhaps not: true of each.
            SendFewerThan(bound);
            batch.ForEach(request => request.Fail(e));
        }
        catch (CoordinationException)
        {
            // Not those given up meanwhile: whoever did so has gone on, and counts on what was under way and no more.
            await Task.WhenAll(batch.Where(static request => request.IsWanted).Select(SendAloneAsync)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The client may be anybody's; nobody may be left waiting for what it has thrown.
        catch (Exception e)
#pragma warning restore CA1031
        {
            batch.ForEach(request => request.Fail(e));
        }
    }

    /// <summary>Sends one by itself. Never throws: whatever comes of it is the answer.</summary>
    private async Task SendAloneAsync(BatchedRequest<TOperation, TResult> request)
    {
        try
        {
            request.Complete(await _sendAloneAsync(request.Operations, request.CancellationToken).ConfigureAwait(false));
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

    /// <summary>
    /// A connection may have broken under a request because that or its answer was longer than one of the two sides allows. Nobody says so, and those who ask again must not break every connection:
    /// with each that is lost the bound is halved, once for all that went under the same bound.
    /// </summary>
    private void SendFewerThan(int bound)
    {
        lock (_lock)
        {
            _mostOperations = Math.Max(1, Math.Min(_mostOperations, bound / 2));
        }
    }
}
