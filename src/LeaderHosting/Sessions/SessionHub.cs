using LeaderHosting.Coordination;
using LeaderHosting.Diagnostics;
using LeaderHosting.Election;
using LeaderHosting.Lease;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Sessions;

/// <summary>
/// Keeps one session with an ensemble alive for all elections of the process: makes a new one whenever one is lost, forever, and tells the elections.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class SessionHub : IAsyncDisposable, IDisposable
{
    private const int Crowd = 16;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPauseOfAll = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly ICoordinationSessionFactory _factory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SessionLeaseFactory? _leases;
    private readonly SessionEventCounter _events;
    private readonly List<ISessionListener> _listeners = [];
    private readonly CancellationTokenSource _closing = new();
    private Task? _run;
    private Task? _end;
    private LiveSession? _live;
    private CancellationTokenSource? _leaving;
    private volatile HubStatus _status;
    private volatile int _elections;
    private bool _abandoned;

    public SessionHub(
        ICoordinationSessionFactory factory,
        TimeProvider time,
        ILogger logger,
        SessionLeaseFactory? leases = null,
        LeadershipInstruments? instruments = null)
    {
        _factory = factory;
        _time = time;
        _logger = logger;
        _leases = leases;
        _events = new SessionEventCounter(instruments);
        _status = new HubStatus(LeadershipConnection.Connecting, time.GetTimestamp(), factory.RequestedTimeout, null);
    }

    /// <summary>The state of the connection, from memory.</summary>
    public HubStatus Status => _status;

    /// <summary>How many elections it serves.</summary>
    public int Elections => _elections;

    /// <summary>Whether it serves so many elections that they take turns to look who leads, and leave out requests that are not needed.</summary>
    public bool IsCrowded => Elections > Crowd;

    /// <summary>Begins to connect. Later calls do nothing, as do calls after <see cref="DisposeAsync"/>.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_end is null)
            {
                _run ??= Task.Run(() => RunAsync(_closing.Token));
            }
        }
    }

    /// <summary>Adds an election; it is told at once of a session that is established already.</summary>
    public void Attach(ISessionListener listener)
    {
        lock (_lock)
        {
            _listeners.Add(listener);
            _elections = _listeners.Count;
            if (_live is { } live)
            {
                listener.OnEstablished(live);
            }
        }
    }

    /// <summary>Removes an election.</summary>
    public void Detach(ISessionListener listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
            _elections = _listeners.Count;
        }
    }

    /// <summary>
    /// From now on the session is left to expire when the hub is closed, instead of being ended: something that needs its ephemeral nodes may still be
    /// running.
    /// </summary>
    public void AbandonOnClose() => Volatile.Write(ref _abandoned, true);

    /// <summary>
    /// Ends the present session, so that a new one is made and every ephemeral node of the old one is gone: as soon as nothing runs that relies on them, since other elections may lead by them.
    /// </summary>
    /// <param name="live">The session; nothing happens when it is not the present one any more.</param>
    public void Recycle(LiveSession live)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_live, live))
            {
                _ = _leaving?.CancelAsync();
            }
        }
    }

    /// <summary>Ends the session and waits until nothing of it is left. All calls wait for the same end: a host may be stopped twice at once.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            return new ValueTask(_end ??= EndAsync(_run ?? Task.CompletedTask));
        }
    }

    /// <summary>Begins what <see cref="DisposeAsync"/> does; for containers that are disposed of synchronously.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    private async Task EndAsync(Task run)
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task RunAsync(CancellationToken closing)
    {
        // Whoever asked for short sessions wants to be back soon.
        var longestPause = _factory.RequestedTimeout < LongestPauseOfAll ? _factory.RequestedTimeout : LongestPauseOfAll;
        var failures = 0;
        while (!closing.IsCancellationRequested)
        {
            var hasLived = await RunSessionAsync(failures, closing).ConfigureAwait(false);
            failures = hasLived ? 0 : failures + 1;

            // A session that had lived is replaced at once; one that could not be made, or whose client failed, is tried again later and later.
            if (failures > 0 && !closing.IsCancellationRequested)
            {
                await Task.Delay(Backoff.Pause(failures, FirstPause, longestPause), _time, closing)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _status = _status with { Connection = LeadershipConnection.Closed };
    }

    /// <summary>Runs one session from its making to its end; returns whether it was established and its client did not fail.</summary>
    private async Task<bool> RunSessionAsync(int failures, CancellationToken closing)
    {
        ICoordinationSession? session = null;
        LiveSession? live = null;
        var hasFailed = false;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(closing);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(closing);
        var keeping = Task.CompletedTask;
        var reason = "The election was shut down.";

        try
        {
            session = _factory.Create();
            await foreach (var change in session.RunAsync(leaving.Token).ConfigureAwait(false))
            {
                _events.Add(change, hasLived: live is not null);
                switch (change)
                {
                    case CoordinationSessionEvent.Connected connected when live is null:
                        live = new LiveSession(session, connected.Connection, _time, _logger, _leases);
                        keeping = live.Keeper.RunAsync(ending.Token);
                        if (live.Timeout != _factory.RequestedTimeout)
                        {
                            LogOtherTimeout(_logger, _factory.RequestedTimeout.TotalSeconds, live.Timeout.TotalSeconds);
                        }

                        LogEstablished(_logger, live.Id, connected.Connection.Server, live.Timeout.TotalSeconds);
                        SetStatus(LeadershipConnection.Connected, live.Timeout, null);
                        Establish(live, leaving);
                        break;

                    case CoordinationSessionEvent.Connected connected:
                        live.Connected(connected.Connection);
                        SetStatus(LeadershipConnection.Connected, live.Timeout, null);
                        break;

                    case CoordinationSessionEvent.Suspended suspended:
                        var connection = live is null ? LeadershipConnection.Connecting : LeadershipConnection.Suspended;
                        SetStatus(connection, live?.Timeout ?? _factory.RequestedTimeout, suspended.Reason);
                        break;

                    case CoordinationSessionEvent.Lost lost:
                        reason = lost.Reason;
                        LogEnd(session.Id, lost, isNews: live is not null || failures == 0);
                        break;
                }

                if (live is { CurtailedTo: { } granted })
                {
                    reason = $"Resumed with a timeout of {granted.TotalSeconds} s in place of {live.Timeout.TotalSeconds} s, it can't be led on.";
                    LogLost(_logger, live.Id, CoordinationFault.SessionLost, reason);
                    _events.AddCurtailed();
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            // Closing; the session is ended below.
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            reason = "An election could not give up its place in the queue.";
            LogLost(_logger, live!.Id, CoordinationFault.SessionLost, reason);
            _events.AddRecycled();
        }
        catch (Exception e)
        {
            // The client may be anybody's. Whatever it throws, the elections have to hear that the session is gone.
            hasFailed = true;
            _events.AddClientFailed();
            reason = $"The ZooKeeper client failed: {e.GetType().Name}: {e.Message}";
            LogClientFailed(_logger, e, _factory.Servers);
        }

        if (!closing.IsCancellationRequested)
        {
            SetStatus(LeadershipConnection.Connecting, live?.Timeout ?? _factory.RequestedTimeout, reason);
        }

        // The elections first: services have to stop.
        Lose(live, reason);
        await ending.CancelAsync().ConfigureAwait(false);
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var isCurtailed = live is { CurtailedTo: not null };
        if (isCurtailed)
        {
            await LetServicesStopAsync(live!, closing).ConfigureAwait(false);
        }
        else if (leaving.IsCancellationRequested && live is not null)
        {
            await UntilNothingReliesOnItAsync(live, closing).ConfigureAwait(false);
        }

        if (session is not null)
        {
            var abandon = isCurtailed || IsReliedOn || (Volatile.Read(ref _abandoned) && closing.IsCancellationRequested);
            await EndSessionAsync(session, abandon).ConfigureAwait(false);
        }

        return live is not null && !hasFailed;
    }

    private async Task EndSessionAsync(ICoordinationSession session, bool abandon)
    {
        try
        {
            if (abandon)
            {
                await session.AbandonAsync().ConfigureAwait(false);
            }

            await session.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogClientFailed(_logger, e, _factory.Servers);
        }
    }

    /// <summary>Gives services that rely on a session whose timeout has become too short the time to stop.</summary>
    /// <remarks>A stop budget may be longer than the new timeout; while the session is connected it does not run out.</remarks>
    private async Task LetServicesStopAsync(LiveSession live, CancellationToken closing) =>
        await Task.Delay(ElectionSettings.LongestStopBudget(live.Timeout), _time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Waits until no election runs anything any more; those that lead have been told to stop, and have their stop budget for it.</summary>
    private async Task UntilNothingReliesOnItAsync(LiveSession live, CancellationToken closing)
    {
        var since = _time.GetTimestamp();
        while (IsReliedOn && !closing.IsCancellationRequested && _time.GetElapsedTime(since) < ElectionSettings.LongestStopBudget(live.Timeout))
        {
            await Task.Delay(LookAgain, _time, closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whether an election may be running something that needs the ephemeral nodes of the session.</summary>
    private bool IsReliedOn
    {
        get
        {
            lock (_lock)
            {
                return _listeners.Exists(static listener => listener.ReliesOnSession);
            }
        }
    }

    private void LogEnd(long session, CoordinationSessionEvent.Lost lost, bool isNews)
    {
        if (session != 0)
        {
            LogLost(_logger, session, lost.Fault, lost.Reason);
        }
        else if (isNews)
        {
            LogRefused(_logger, _factory.Servers, lost.Fault, lost.Reason);
        }
        else
        {
            LogStillRefused(_logger, _factory.Servers, lost.Fault, lost.Reason);
        }
    }

    private void Establish(LiveSession live, CancellationTokenSource leaving)
    {
        lock (_lock)
        {
            _leaving = leaving;
            _live = live;
            foreach (var listener in _listeners)
            {
                listener.OnEstablished(live);
            }
        }
    }

    private void Lose(LiveSession? live, string reason)
    {
        lock (_lock)
        {
            _leaving = null;
            _live = null;
            if (live is null)
            {
                return;
            }

            foreach (var listener in _listeners)
            {
                listener.OnLost(live, reason);
            }
        }
    }

    private void SetStatus(LeadershipConnection connection, TimeSpan timeout, string? error)
    {
        lock (_lock)
        {
            // Out of touch since the connection was lost, not since the last failed try to make another.
            var since = connection != LeadershipConnection.Connected && _status.Connection != LeadershipConnection.Connected
                ? _status.Since
                : _time.GetTimestamp();
            _status = new HubStatus(connection, since, timeout, error)
            {
                EverConnected = _status.EverConnected || connection == LeadershipConnection.Connected,
            };

            foreach (var listener in _listeners)
            {
                listener.OnConnectionChanged();
            }
        }
    }

    [LoggerMessage(5101, LogLevel.Debug,
        "ZooKeeper session 0x{Session:x} established with {Server}, timeout {Timeout} s.")]
    private static partial void LogEstablished(ILogger logger, long session, string server, double timeout);

    [LoggerMessage(5106, LogLevel.Warning,
        "The servers do not grant the session timeout of {Requested} s that is set: it is {Granted} s. They allow from 2 to 20 ticks, unless minSessionTimeout "
        + "or maxSessionTimeout say otherwise.")]
    private static partial void LogOtherTimeout(ILogger logger, double requested, double granted);

    [LoggerMessage(5102, LogLevel.Warning, "ZooKeeper session 0x{Session:x} is over ({Fault}): {Reason} A new one is being made.")]
    private static partial void LogLost(ILogger logger, long session, CoordinationFault fault, string reason);

    [LoggerMessage(5103, LogLevel.Error, "No ZooKeeper session could be made with {Servers} ({Fault}): {Reason} It is tried again and again.")]
    private static partial void LogRefused(ILogger logger, string servers, CoordinationFault fault, string reason);

    [LoggerMessage(5104, LogLevel.Debug, "Still no ZooKeeper session with {Servers} ({Fault}): {Reason}")]
    private static partial void LogStillRefused(ILogger logger, string servers, CoordinationFault fault, string reason);

    [LoggerMessage(5105, LogLevel.Error, "The client of the ZooKeeper session with {Servers} failed. The session counts as lost, and a new one is made.")]
    private static partial void LogClientFailed(ILogger logger, Exception error, string servers);
}
