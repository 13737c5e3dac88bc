using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LeaderHosting.Coordination;

namespace LeaderHosting.Tests.Ensemble;

/// <summary>A session with an <see cref="InMemoryEnsemble"/>, which keeps to the contract of the port to the letter. Thread-safe.</summary>
internal sealed class FakeCoordinationSession(FakeSessionFactory network, InMemoryEnsemble ensemble, TimeProvider time) : ICoordinationSession
{
    private readonly Lock _lock = new();
    private readonly Channel<CoordinationSessionEvent> _events = Channel.CreateUnbounded<CoordinationSessionEvent>();
    private readonly LinkedList<PendingRequest> _queue = new();
    private readonly List<Action> _unseen = [];
    private volatile CoordinationConnection? _connection;
    private bool _hasTried;
    private long _ordinal;
    private bool _isOver;
    private bool _isHolding;

    /// <inheritdoc/>
    public long Id { get; private set; }

    /// <summary>The session timeout that the server connected last has granted.</summary>
    public TimeSpan Timeout { get; private set; } = network.GrantedTimeout;

    /// <inheritdoc/>
    public CoordinationConnection? Connection => _connection;

    /// <summary>Whether it is about to connect for the first time.</summary>
    public bool IsNew
    {
        get
        {
            lock (_lock)
            {
                return !_hasTried && !_isOver;
            }
        }
    }

    public bool IsHolding
    {
        get
        {
            lock (_lock)
            {
                return _isHolding;
            }
        }
    }

    /// <summary>Whether <see cref="AbandonAsync"/> was called.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Whether the session was ended by its client.</summary>
    public bool IsClosed { get; private set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CoordinationSessionEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TryConnect();
        await foreach (var e in _events.Reader.ReadAllAsync(cancellationToken))
        {
            yield return e;
        }
    }

    /// <inheritdoc/>
    public Task<string> CreateAsync(
        string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken) =>
        SendAsync(FakeRequestKind.Create, path, [], () => ensemble.Create(Id, path, data.ToArray(), kind), cancellationToken);

    /// <inheritdoc/>
    public Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(FakeRequestKind.Get, path, [], () => ensemble.Read(Id, t => NodeAt(t, path)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken) =>
        SendAsync<IReadOnlyList<string>?>(FakeRequestKind.GetChildren, path, [], () => ensemble.Read(Id, t => ChildrenOf(t, path)), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CoordinationReadResult>> ReadAsync(IReadOnlyList<CoordinationRead> reads, CancellationToken cancellationToken) =>
        SendAsync<IReadOnlyList<CoordinationReadResult>>(
            new FakeRequest(FakeRequestKind.Read, reads[0].Path, []) { Reads = reads },
            () =>
            [
                .. reads.Select(read => ensemble.Read(Id, t => read.Kind == CoordinationReadKind.Node
                    ? new CoordinationReadResult(Node: NodeAt(t, read.Path))
                    : new CoordinationReadResult(Children: ChildrenOf(t, read.Path)))),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken) =>
        SendAsync(FakeRequestKind.Watch, path, [], () => ensemble.SetWatch(Id, path, onEvent), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
        SendAsync(FakeRequestKind.Commit, operations[0].Path, operations, () => ensemble.Commit(Id, operations), cancellationToken);

    /// <inheritdoc/>
    public void Reconnect(string reason) => Break(reason);

    /// <inheritdoc/>
    public ValueTask AbandonAsync()
    {
        lock (_lock)
        {
            IsAbandoned = true;
            ensemble.Disconnected(Id);
            Lose(CoordinationFault.SessionLost, "The session was abandoned.");
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_connection is not null)
            {
                IsClosed = true;
                ensemble.Close(Id);
            }

            Lose(CoordinationFault.SessionLost, "The session was closed.");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Connects, if the network is there and there is no connection.</summary>
    public void TryConnect()
    {
        lock (_lock)
        {
            _hasTried = true;
            if (_isOver || _connection is not null)
            {
                return;
            }

            if (network.Refusal is { } refusal)
            {
                Lose(refusal, "The servers refused.");
            }
            else if (network.IsCut)
            {
                _events.Writer.TryWrite(new CoordinationSessionEvent.Suspended("No server can be reached."));
            }
            else if (Id != 0 && !ensemble.IsAlive(Id))
            {
                Lose(CoordinationFault.SessionLost, "The session has expired.");
            }
            else
            {
                Connect();
            }
        }
    }

    /// <summary>Breaks the connection; another one is made at once if the network is there.</summary>
    public void Break(string reason)
    {
        lock (_lock)
        {
            if (_connection is null || _isOver)
            {
                return;
            }

            _connection = null;
            _isHolding = false;
            ensemble.Disconnected(Id);
            foreach (var request in _queue.Where(r => r.IsSent).ToList())
            {
                _queue.Remove(request);
                request.Fail(new CoordinationException(CoordinationFault.ConnectionLost, reason));
            }

            _events.Writer.TryWrite(new CoordinationSessionEvent.Suspended(reason));
            if (!network.IsCut)
            {
                TryConnect();
            }
        }
    }

    /// <summary>Breaks the contract of the port: the sequence of changes ends with an exception.</summary>
    public void Fail(Exception error) => _events.Writer.TryComplete(error);

    /// <summary>What was held goes on.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _isHolding = false;
            Pump();
        }
    }

    /// <summary>The ensemble has given the session up. A client without a connection hears of it when it has one.</summary>
    internal void OnExpired()
    {
        lock (_lock)
        {
            if (_connection is not null)
            {
                Lose(CoordinationFault.SessionLost, "The session has expired.");
            }
        }
    }

    /// <summary>Hands an event of a watch to whoever set it, now or with the next connection.</summary>
    internal void Notify(Action fire) => ThreadPool.UnsafeQueueUserWorkItem(
        _ =>
        {
            lock (_lock)
            {
                if (_connection is null)
                {
                    _unseen.Add(fire);
                    return;
                }
            }

            fire();
        },
        null);

    private void Connect()
    {
        Timeout = network.GrantedTimeout;
        if (Id == 0)
        {
            Id = ensemble.Open(this);
        }

        network.NoteConnected();
        ensemble.Connected(Id, Timeout);
        var now = time.GetTimestamp();
        var connection = new CoordinationConnection(++_ordinal, now, now, Timeout, $"server {_ordinal}");
        _connection = connection;
        _events.Writer.TryWrite(new CoordinationSessionEvent.Connected(connection));
        _unseen.ForEach(Notify);
        _unseen.Clear();
        Pump();
    }

    private void Lose(CoordinationFault fault, string reason)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _isHolding = false;
        _connection = null;
        foreach (var request in _queue)
        {
            request.Fail(new CoordinationException(CoordinationFault.SessionLost, reason));
        }

        _queue.Clear();
        _events.Writer.TryWrite(new CoordinationSessionEvent.Lost(fault, reason));
        _events.Writer.TryComplete();
    }

    private static CoordinationNode? NodeAt(EnsembleTree tree, string path) =>
        tree.Find(path) is { } n && tree.Children(path)!.Count is var children
            ? new CoordinationNode(n.Data, n.Version, n.ModifiedZxid, n.Owner, children, ChildVersion: (2 * n.NextSequence) - children)
            : null;

    /// <summary>The servers list children in no order, so nothing may depend on one; reversed is as good as any.</summary>
    private static string[]? ChildrenOf(EnsembleTree tree, string path) => tree.Children(path)?.Reverse().ToArray();

    private Task<T> SendAsync<T>(
        FakeRequestKind kind, string path, IReadOnlyList<CoordinationOperation> operations, Func<T> apply, CancellationToken cancellationToken) =>
        SendAsync(new FakeRequest(kind, path, operations), apply, cancellationToken);

    private Task<T> SendAsync<T>(FakeRequest asked, Func<T> apply, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new PendingRequest(
            asked,
            () =>
            {
                var result = apply();
                return () => answer.TrySetResult(result);
            },
            e => answer.TrySetException(e));
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        network.BeforeSending?.Invoke(asked);
        lock (_lock)
        {
            if (_isOver)
            {
                return Task.FromException<T>(new CoordinationException(CoordinationFault.SessionLost, "The session is over."));
            }

            _queue.AddLast(request);
            Pump();
        }

        if (!answer.Task.IsCompleted && cancellationToken.CanBeCanceled)
        {
            var registration = cancellationToken.UnsafeRegister(
                _ =>
                {
                    lock (_lock)
                    {
                        // What has been sent can't be taken back.
                        if (!request.IsSent)
                        {
                            _queue.Remove(request);
                        }
                    }

                    answer.TrySetCanceled(cancellationToken);
                },
                null);
            _ = answer.Task.ContinueWith(
                _ => registration.Unregister(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return answer.Task;
    }

    /// <summary>Sends what can be sent, in order.</summary>
    private void Pump()
    {
        if (_connection is null)
        {
            return;
        }

        foreach (var request in _queue)
        {
            request.IsSent = true;
        }

        while (_connection is not null && !_isHolding && _queue.First is { Value: var request })
        {
            switch (network.FateOf(request.Request))
            {
                case RequestFate.Answered:
                    _queue.RemoveFirst();
                    Apply(request)?.Invoke();
                    break;
                case RequestFate.Held:
                    _isHolding = true;
                    break;
                case RequestFate.Lost:
                    Break("The connection was reset.");
                    break;
                case RequestFate.AnswerLost:
                    _queue.RemoveFirst();
                    Apply(request);
                    request.Fail(new CoordinationException(CoordinationFault.ConnectionLost, "The connection was reset."));
                    Break("The connection was reset.");
                    break;
                case RequestFate.Refused:
                    _queue.RemoveFirst();
                    request.Fail(new CoordinationException(CoordinationFault.NotAuthorized, $"{request.Request.Path}: no."));
                    break;
                case RequestFate.Failed:
                    _queue.RemoveFirst();
                    request.Fail(new CoordinationException(CoordinationFault.Other, $"{request.Request.Path}: out of order."));
                    break;
                case RequestFate.Disowned:
                    _queue.RemoveFirst();
                    request.Fail(new CoordinationException(CoordinationFault.SessionLost, "The session has expired."));
                    break;
            }
        }
    }

    /// <summary>Does what is asked for; returns what gives the answer, or nothing when that was a failure.</summary>
    private static Action? Apply(PendingRequest request)
    {
        try
        {
            return request.Apply();
        }
        catch (CoordinationException e)
        {
            request.Fail(e);
            return null;
        }
    }

    /// <param name="Request">What is asked for.</param>
    /// <param name="Apply">Does it, and returns what gives the answer.</param>
    /// <param name="Fail">Answers with a failure.</param>
    private sealed record PendingRequest(FakeRequest Request, Func<Action> Apply, Action<Exception> Fail)
    {
        public bool IsSent { get; set; }
    }
}
