using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Requests;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Requests made while there is no connection, in order. Guarded by the session's lock.</summary>
internal sealed class WaitingRequests
{
    private const int SmallestPruning = 64;

    private readonly Queue<PendingRequest> _requests = new();
    private int _pruneAt = SmallestPruning;

    public void Enqueue(PendingRequest request)
    {
        _requests.Enqueue(request);
        if (_requests.Count >= _pruneAt)
        {
            // A program that tries again and again with a short patience must not fill the memory during a long outage.
            Prune();
            _pruneAt = Math.Max(SmallestPruning, 2 * _requests.Count);
        }
    }

    /// <summary>Gives the requests to a connection, for as long as it takes them. Those whose caller has given up are left out.</summary>
    public void MoveTo(Connection connection)
    {
        while (_requests.TryPeek(out var request))
        {
            if (request.IsAbandoned)
            {
                request.Fail(ZooKeeperErrorCode.ConnectionLoss, cause: null);
            }
            else if (!connection.TrySend(request))
            {
                return;
            }

            _requests.Dequeue();
        }
    }

    /// <summary>Takes out every request.</summary>
    public PendingRequest[] TakeAll()
    {
        var all = _requests.ToArray();
        _requests.Clear();
        return all;
    }

    private void Prune()
    {
        for (var left = _requests.Count; left > 0; left--)
        {
            var request = _requests.Dequeue();
            if (request.IsAbandoned)
            {
                // Its caller has the outcome; this releases what it held.
                request.Fail(ZooKeeperErrorCode.ConnectionLoss, cause: null);
            }
            else
            {
                _requests.Enqueue(request);
            }
        }
    }
}
