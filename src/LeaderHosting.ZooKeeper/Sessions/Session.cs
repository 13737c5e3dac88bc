using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Diagnostics;
using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Watches;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>A session: outlives its connections, holds what passes from one to the next, and ends once.</summary>
/// <remarks>
/// One lock guards the state, the present connection, the waiting requests and the watches; every step that concerns two of them is one step.
/// No user code, no I/O and no wait happens under it. A connection's own lock may be taken inside it, never the other way round.
/// The parts: here the life of the session, in Session.Requests what is asked, in Session.Connections what connects, in Session.Watches what fires.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "CloseAsync ends it.")]
internal sealed partial class Session
{
    /// <summary>How long a server that does not answer can hold up closing, if the session timeout is long.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SessionSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ClientMetrics _metrics;
    private readonly SessionIdentity _identity;
    private readonly Connector _connector;
    private readonly OutageLog _outage;
    private readonly StateFeed _states;
    private readonly WaitingRequests _waiting = new();
    private readonly WatchTable _watches = new();
    private readonly List<AuthEntry> _auths;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _firstOutcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Connection? _connection;
    private Task? _running;
    private bool _isClosing;
    private int _connectionCount;

    public Session(SessionSettings settings, INetwork network, TimeProvider time, Random random, ILogger logger, ClientMetrics metrics)
    {
        _settings = settings;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        _outage = new OutageLog(logger, time);
        _identity = new SessionIdentity(settings.RequestedTimeout, settings.AllowReadOnly);
        _auths = [.. settings.AuthInfos.Select(info => new AuthEntry(info))];
        _connector = new Connector(settings.Hosts, settings.RequestedTimeout, settings.MaxPacketLength, network, time, random, _outage);
        _states = new StateFeed(new SessionStateChange(SessionState.Connecting, Connection: null, Cause: null, time.GetTimestamp()));
    }

    public Chroot Chroot => _settings.Chroot;

    public long Id => _identity.Id;

    public TimeSpan GrantedTimeout => _identity.GrantedTimeout;

    /// <summary>The newest state.</summary>
    public SessionStateChange Current
    {
        get
        {
            lock (_gate)
            {
                return _states.Current;
            }
        }
    }

    public Channel<SessionStateChange> Subscribe()
    {
        lock (_gate)
        {
            return _states.Subscribe();
        }
    }

    public void Unsubscribe(Channel<SessionStateChange> channel)
    {
        lock (_gate)
        {
            _states.Unsubscribe(channel);
        }
    }

    /// <summary>Starts connecting; later calls do nothing.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_running is null && !_isClosing)
            {
                _running = Task.Run(RunAsync);
            }
        }
    }

    /// <summary>Waits until the session has been connected once.</summary>
    /// <exception cref="ZooKeeperException">It has ended.</exception>
    public async Task WaitForFirstConnectionAsync(CancellationToken cancellationToken)
    {
        await _firstOutcome.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        var current = Current;
        if (current.State.IsFinal())
        {
            throw ToException(current, "connect", path: null);
        }
    }

    /// <summary>Ends the present connection, if there is one, so that the session moves to another server.</summary>
    public void Reconnect(string reason)
    {
        Connection? connection;
        lock (_gate)
        {
            connection = _connection;
        }

        connection?.Fault(new IOException(reason));
    }

    /// <summary>Ends the session on the servers, if one is connected, and here in any case. Later calls wait for the first.</summary>
    /// <param name="cancellationToken">Cuts the wait for the server's answer short.</param>
    public Task CloseAsync(CancellationToken cancellationToken) => EndOnceAsync(() => SayFarewellAsync(cancellationToken));

    /// <summary>Ends the session here, and leaves it to the servers to let it time out. Later calls wait for the first.</summary>
    public Task AbandonAsync() => EndOnceAsync(static () => Task.CompletedTask);

    private Task EndOnceAsync(Func<Task> sayFarewell)
    {
        lock (_gate)
        {
            if (_isClosing)
            {
                return _closed.Task;
            }

            _isClosing = true;
        }

        return EndAsync(sayFarewell);
    }

    private async Task EndAsync(Func<Task> sayFarewell)
    {
        await sayFarewell().ConfigureAwait(false);
        End(SessionState.Closed, cause: null);
        await (_running ?? Task.CompletedTask).ConfigureAwait(false);
        _ending.Dispose();
        _closed.TrySetResult();
    }

    /// <summary>Lets the servers end the session at once; without this they wait for it to time out.</summary>
    private async Task SayFarewellAsync(CancellationToken cancellationToken)
    {
        var patience = _identity.Timeout / 3;
        using var timer = new CancellationTokenSource(patience < LongestFarewell ? patience : LongestFarewell, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var request = OperationRequest<CloseSessionOperation, Nothing>.Rent(default, Chroot, _metrics, either.Token);
        var answered = request.Completion;
        Connection? connection;
        lock (_gate)
        {
            connection = _connection;
            if (connection is null || !connection.TrySend(request))
            {
                return;
            }
        }

        connection.Flush();
        try
        {
            await answered.ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is ZooKeeperException or OperationCanceledException)
        {
            _logger.CloseUnanswered(Id, fault.Message);
        }
    }

    /// <summary>Moves to a final state and settles everything that is open. Only the first call does anything.</summary>
    private void End(SessionState state, ZooKeeperException? cause)
    {
        Connection? connection;
        IReadOnlyList<PendingRequest> waiting;
        IReadOnlyList<WatchEntry> watches;
        AuthEntry[] auths;
        SessionStateChange change;
        lock (_gate)
        {
            if (_states.Current.State.IsFinal())
            {
                return;
            }

            change = Move(state, connection: null, cause);
            connection = _connection;
            _connection = null;
            waiting = _waiting.TakeAll();
            watches = _watches.TakeAll();
            auths = [.. _auths];
        }

        LogEnd(change);
        _ending.Cancel();
        connection?.Fault(ToException(change, "session", path: null));
        foreach (var request in waiting)
        {
            request.Fail(ToCode(state), CauseOf(change));
        }

        foreach (var watch in watches)
        {
            watch.TrySetResult(new WatchEvent(WatchEventType.SessionEnded, Chroot.ToClient(watch.Path)));
        }

        foreach (var auth in auths)
        {
            auth.Fail(ToException(change, "auth", path: null));
        }

        _firstOutcome.TrySetResult();
    }

    /// <summary>Moves to a state and tells subscribers. Call it under the lock.</summary>
    private SessionStateChange Move(SessionState to, ZooKeeperConnectionInfo? connection, Exception? cause)
    {
        SessionTransitions.Require(_states.Current.State, to);
        var change = new SessionStateChange(to, connection, cause, _time.GetTimestamp());
        _states.Publish(change);
        return change;
    }

    /// <summary>Tells the log why the session is over. These ends are part of a session's life: a line each, and no stack trace.</summary>
    private void LogEnd(SessionStateChange end)
    {
        switch (end.State)
        {
            case SessionState.Expired:
                _logger.SessionExpired(Id, CauseOf(end)?.Message ?? "A server said so.");
                break;
            case SessionState.AuthFailed:
                _logger.SessionAuthFailed(Id, CauseOf(end)?.Message);
                break;
            default:
                if (Id != 0)
                {
                    _logger.SessionClosed(Id);
                }

                break;
        }
    }

    private static ZooKeeperErrorCode ToCode(SessionState state) => state switch
    {
        SessionState.Expired => ZooKeeperErrorCode.SessionExpired,
        SessionState.AuthFailed => ZooKeeperErrorCode.AuthFailed,
        _ => ZooKeeperErrorCode.Closing,
    };

    private static ZooKeeperException ToException(SessionStateChange end, string operation, string? path) =>
        ZooKeeperErrors.Create(ToCode(end.State), operation, path, CauseOf(end));

    /// <summary>What to name as the cause of a failure that the end of the session brings; the expiry itself would only say the same twice.</summary>
    private static Exception? CauseOf(SessionStateChange end) => end.Cause is SessionExpiredException expiry ? expiry.InnerException : end.Cause;
}
