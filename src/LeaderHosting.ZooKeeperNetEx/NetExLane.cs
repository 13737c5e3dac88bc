using System.Threading.Channels;
using LeaderHosting.Coordination;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>The requests of a session in the order of the calls, one at a time.</summary>
/// <remarks>
/// On .NET 5 and later the client drops a healthy connection when two requests overlap: its loop, woken by its own sending, finds the socket empty just when
/// it expects something there, and takes that for the end of the connection (<c>SocketContext.GetResult</c>). So each request waits for the
/// answer to the one before it. Thread-safe.
/// </remarks>
internal sealed class NetExLane
{
    private readonly Channel<NetExRequest> _requests = Channel.CreateUnbounded<NetExRequest>(new UnboundedChannelOptions { SingleReader = true });
    private Task<bool>? _more;

    /// <summary>Queues a request.</summary>
    /// <exception cref="CoordinationException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the request may still be applied.</exception>
    public Task<T> AskAsync<T>(Func<NetExClient, Task<T>> send, CancellationToken cancellationToken)
    {
        var request = new NetExRequest<T>(send, cancellationToken);
        if (!_requests.Writer.TryWrite(request))
        {
            request.Fail(Over());
        }

        return request.Completion;
    }

    /// <summary>Sends requests on a connection until it ends. Called for one connection after the other.</summary>
    public async Task ServeAsync(NetExConnection connection)
    {
        while (!connection.Ended.IsCompleted)
        {
            if (_requests.Reader.TryRead(out var request))
            {
                await request.SendAsync(connection).ConfigureAwait(false);
                continue;
            }

            // Kept from one connection to the next, since a channel has one reader.
            _more ??= _requests.Reader.WaitToReadAsync().AsTask();
            if (await Task.WhenAny(_more, connection.Ended).ConfigureAwait(false) == _more)
            {
                _more = null;
            }
        }
    }

    /// <summary>Fails what waits, and whatever is asked from now on: the session is over. Not to be called while a connection is served.</summary>
    public void Close()
    {
        _requests.Writer.TryComplete();
        while (_requests.Reader.TryRead(out var request))
        {
            request.Fail(Over());
        }
    }

    private static CoordinationException Over() => new(CoordinationFault.SessionLost, "The session is over.");
}
