using LeaderHosting.Coordination;

namespace LeaderHosting.Sessions;

/// <summary>
/// Group commit: transactions that come while a few are under way already travel together in the next one. A process that stands in a thousand elections joins and
/// claims them with some dozens of requests, and a lone transaction is not delayed.
/// </summary>
/// <remarks>
/// ZooKeeper applies a transaction whole or not at all, so one that can't be applied would take those it travels with down. They are then sent again, each alone. Thread-safe.
/// </remarks>
internal sealed class CommitBatcher
{
    /// <summary>How many requests may be under way before others wait to travel together. They are answered in order, so more would save nothing.</summary>
    private const int MostUnderWay = 4;

    /// <summary>Bounds of what travels together, well below <c>jute.maxbuffer</c> (1 MiB), and short enough not to hold up the proofs of the lease.</summary>
    private const int MostOperations = 256, MostBytes = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly SendAsync _sendAsync;
    private readonly Queue<CommitRequest> _waiting = new();
    private int _underWay;

    /// <param name="sendAsync">Sends one transaction.</param>
    public CommitBatcher(SendAsync sendAsync)
    {
        _sendAsync = sendAsync;
    }

    /// <summary>Sends a transaction.</summary>
    /// <param name="operations">Its operations.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public delegate Task<IReadOnlyList<CoordinationResult>> SendAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken);

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

    /// <summary>Commits a transaction, alone or in company.</summary>
    /// <param name="operations">Its operations.</param>
    /// <param name="sendAloneAsync">Sends it when it travels alone.</param>
    /// <param name="cancellationToken">Gives up waiting. What is under way may be applied all the same.</param>
    public Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations,
        Func<CancellationToken, Task<IReadOnlyList<CoordinationResult>>> sendAloneAsync,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_underWay >= MostUnderWay)
            {
                var request = new CommitRequest(operations, sendAloneAsync, cancellationToken);
                _waiting.Enqueue(request);
                return request.Answer;
            }

            _underWay++;
        }

        return SendNowAsync(sendAloneAsync, cancellationToken);
    }

    private async Task<IReadOnlyList<CoordinationResult>> SendNowAsync(
        Func<CancellationToken, Task<IReadOnlyList<CoordinationResult>>> sendAloneAsync, CancellationToken cancellationToken)
    {
        try
        {
            return await sendAloneAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            SendNext();
        }
    }

    /// <summary>A request has come back: in its place go those that wait.</summary>
    private void SendNext()
    {
        List<CommitRequest> batch;
        lock (_lock)
        {
            batch = TakeBatch();
            if (batch.Count == 0)
            {
                _underWay--;
                return;
            }
        }

        _ = SendBatchAsync(batch);
    }

    private List<CommitRequest> TakeBatch()
    {
        var batch = new List<CommitRequest>();
        int operations = 0, bytes = 0;
        while (_waiting.TryPeek(out var next) && (batch.Count == 0 || (operations + next.Operations.Count <= MostOperations && bytes + next.Bytes <= MostBytes)))
        {
            _waiting.Dequeue();
            if (next.IsWanted)
            {
                operations += next.Operations.Count;
                bytes += next.Bytes;
                batch.Add(next);
            }
        }

        return batch;
    }

    private static List<CoordinationOperation> JoinOperations(List<CommitRequest> batch)
    {
        var operations = new List<CoordinationOperation>(batch.Count * 2);
        foreach (var request in batch)
        {
            operations.AddRange(request.Operations);
        }

        return operations;
    }

    private async Task SendBatchAsync(List<CommitRequest> batch)
    {
        try
        {
            await (batch.Count == 1 ? batch[0].SendAloneAsync() : SendTogetherAsync(batch)).ConfigureAwait(false);
        }
        finally
        {
            SendNext();
        }
    }

    private async Task SendTogetherAsync(List<CommitRequest> batch)
    {
        try
        {
            CoordinationResult[] results = [.. await _sendAsync(JoinOperations(batch), CancellationToken.None).ConfigureAwait(false)];
            var index = 0;
            foreach (var request in batch)
            {
                request.Complete(new ArraySegment<CoordinationResult>(results, index, request.Operations.Count));
                index += request.Operations.Count;
            }
        }
        catch (CoordinationException e) when (e.Fault is CoordinationFault.ConnectionLost or CoordinationFault.SessionLost)
        {
            // Perhaps applied, perhaps not: true of each.
            batch.ForEach(request => request.Fail(e));
        }
        catch (CoordinationException)
        {
            // Not those given up meanwhile: whoever did so has gone on, and counts on what was under way and no more.
            await Task.WhenAll(batch.Where(static request => request.IsWanted).Select(static request => request.SendAloneAsync())).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The client may be anybody's; nobody may be left waiting for what it has thrown.
        catch (Exception e)
#pragma warning restore CA1031
        {
            batch.ForEach(request => request.Fail(e));
        }
    }
}
