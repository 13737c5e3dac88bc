namespace LeaderHosting.Sessions;

/// <summary>The requests that wait to be sent, in order. Guarded by the batcher's lock.</summary>
/// <typeparam name="TOperation">What a request is made of.</typeparam>
/// <typeparam name="TResult">What comes of an operation.</typeparam>
/// <param name="mostBytes">How many bytes of operations may go together.</param>
/// <param name="bytesOf">About how many an operation is. Asked when it is to go.</param>
internal sealed class BatchQueue<TOperation, TResult>(int mostBytes, Func<TOperation, int> bytesOf)
{
    private const int SmallestPruning = 64;

    private readonly Queue<BatchedRequest<TOperation, TResult>> _requests = new();
    private int _pruneAt = SmallestPruning;

    /// <summary>How many wait, some of those included that were given up.</summary>
    public int Count => _requests.Count;

    public void Enqueue(BatchedRequest<TOperation, TResult> request)
    {
        _requests.Enqueue(request);
        if (_requests.Count >= _pruneAt)
        {
            // Whoever asks again and again with a short patience must not fill the memory during a long outage.
            Prune();
            _pruneAt = Math.Max(SmallestPruning, 2 * _requests.Count);
        }
    }

    /// <summary>Takes those that go next; none when nobody waits.</summary>
    /// <param name="mostOperations">How many operations may go together.</param>
    /// <param name="isCut">Whether that kept others from going too.</param>
    public List<BatchedRequest<TOperation, TResult>> Take(int mostOperations, out bool isCut)
    {
        var taken = new List<BatchedRequest<TOperation, TResult>>();
        int operations = 0, bytes = 0;
        isCut = false;
        while (_requests.TryPeek(out var next))
        {
            if (next.IsWanted)
            {
                operations += next.Operations.Count;
                bytes += next.Operations.Sum(bytesOf);
                isCut = taken.Count > 0 && operations > mostOperations;
                if (isCut || (taken.Count > 0 && bytes > mostBytes))
                {
                    break;
                }

                taken.Add(next);
            }

            _requests.Dequeue();
        }

        return taken;
    }

    private void Prune()
    {
        for (var left = _requests.Count; left > 0; left--)
        {
            var request = _requests.Dequeue();
            if (request.IsWanted)
            {
                _requests.Enqueue(request);
            }
        }
    }
}
