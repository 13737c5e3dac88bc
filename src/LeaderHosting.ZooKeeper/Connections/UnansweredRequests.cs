using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Requests;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>The requests that were written to a connection and have not been answered, in order. Guarded by the connection's lock.</summary>
internal sealed class UnansweredRequests
{
    private readonly Queue<PendingRequest> _requests = new();

    /// <summary>How many there are.</summary>
    public int Count => _requests.Count;

    /// <summary>All of them, in order.</summary>
    public IReadOnlyCollection<PendingRequest> All => _requests;

    public void Enqueue(PendingRequest request) => _requests.Enqueue(request);

    /// <summary>Takes out the request that an answer belongs to.</summary>
    /// <param name="header">The answer's header.</param>
    /// <param name="end">Why the connection is over with this answer; null if it is not.</param>
    /// <exception cref="ProtocolViolationException">That request is not the next one to be answered.</exception>
    public PendingRequest Take(in ReplyHeader header, out ProtocolViolationException? end)
    {
        end = null;
        if (!_requests.TryPeek(out var next))
        {
            throw new ProtocolViolationException($"The server answered request {header.Xid}, but no request is waiting for an answer.");
        }

        if (next.Xid == header.Xid)
        {
            return _requests.Dequeue();
        }

        // A server answers what it does not know as soon as it reads it, ahead of all that it is still working on, and then closes the connection.
        if (header.Error == ZooKeeperErrorCode.Unimplemented && TakeFromMidst(header.Xid) is { } unknown)
        {
            end = new ProtocolViolationException($"The server does not know request {header.Xid} ({unknown}): it gives up the connection, and request {next.Xid} ({next}) with it.");
            return unknown;
        }

        throw new ProtocolViolationException($"The server answered request {header.Xid}, but request {next.Xid} ({next}) comes first.");
    }

    private PendingRequest? TakeFromMidst(int xid)
    {
        PendingRequest? taken = null;
        for (var left = _requests.Count; left > 0; left--)
        {
            var request = _requests.Dequeue();
            if (request.Xid == xid)
            {
                taken = request;
            }
            else
            {
                _requests.Enqueue(request);
            }
        }

        return taken;
    }
}
