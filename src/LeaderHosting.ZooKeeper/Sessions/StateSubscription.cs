using System.Threading.Channels;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>One subscriber's view of a session's states. It subscribes when the enumeration begins, not at the first step, so that nothing between the two is missed.</summary>
internal sealed class StateSubscription(Session session, CancellationToken cancellationToken) : IAsyncEnumerable<SessionStateChange>
{
    public IAsyncEnumerator<SessionStateChange> GetAsyncEnumerator(CancellationToken enumeratorToken = default) =>
        new Enumerator(session, cancellationToken, enumeratorToken);

    private sealed class Enumerator : IAsyncEnumerator<SessionStateChange>
    {
        private readonly Session _session;
        private readonly Channel<SessionStateChange> _channel;
        private readonly CancellationTokenSource _cancellation;
        private SessionStateChange? _current;

        public Enumerator(Session session, CancellationToken first, CancellationToken second)
        {
            _session = session;
            _cancellation = CancellationTokenSource.CreateLinkedTokenSource(first, second);
            _channel = session.Subscribe();
        }

        public SessionStateChange Current => _current ?? throw new InvalidOperationException("MoveNextAsync comes first.");

        public async ValueTask<bool> MoveNextAsync()
        {
            while (await _channel.Reader.WaitToReadAsync(_cancellation.Token).ConfigureAwait(false))
            {
                if (_channel.Reader.TryRead(out var change))
                {
                    _current = change;
                    return true;
                }
            }

            return false;
        }

        public ValueTask DisposeAsync()
        {
            _session.Unsubscribe(_channel);
            _cancellation.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
