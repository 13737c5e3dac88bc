using LeaderHosting.Testing.Operations;
using LeaderHosting.Testing.Sessions;
using LeaderHosting.ZooKeeper.Protocol;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Testing.Core;

/// <summary>
/// The server without its connections: one lock around the state, one writer at a time, no I/O. What it has to say to a client goes to the client's
/// <see cref="IReplySink"/> while the lock is held, so replies and notifications of a connection are in the order in which things happened.
/// </summary>
internal sealed class ServerCore : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ServerState _state;
    private readonly RequestExecutor _executor;
    private readonly SessionLifecycle _lifecycle;
    private readonly ITimer _expiryTimer;
    private readonly ITimer _sweepTimer;
    private bool _paused;
    private bool _disposed;

    public ServerCore(TimeProvider time, ServerLimits limits, long startZxid, TimeSpan sweepInterval, ILogger logger)
    {
        _state = new ServerState(time, limits, startZxid);
        _lifecycle = new SessionLifecycle(_state, logger);
        _executor = new RequestExecutor(_state, _lifecycle, time);
        _expiryTimer = time.CreateTimer(static core => ((ServerCore)core!).ExpireOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sweepTimer = time.CreateTimer(static core => ((ServerCore)core!).Sweep(), this, sweepInterval, sweepInterval);
    }

    /// <summary>The server's numbers. Counted under the lock.</summary>
    public ServerStatistics Statistics => _state.Statistics;

    /// <summary>Reads something off the state. The function must copy what it needs.</summary>
    public T Read<T>(Func<ServerState, T> read)
    {
        lock (_lock)
        {
            return read(_state);
        }
    }

    public void Attach(Caller caller)
    {
        lock (_lock)
        {
            _state.Callers.Add(caller);
        }
    }

    /// <summary>The connection is gone: so are its watches. Its session goes on.</summary>
    public void Detach(Caller caller)
    {
        lock (_lock)
        {
            _state.Callers.Remove(caller);
            _lifecycle.Detach(caller);
        }
    }

    public void Connect(Caller caller, ConnectRequest request)
    {
        lock (_lock)
        {
            _lifecycle.Connect(caller, request);
            ScheduleExpiry();
        }
    }

    public void Execute(Caller caller, RequestHeader header, IOperation operation, Verdict verdict)
    {
        lock (_lock)
        {
            if (_executor.Execute(caller, header, operation, verdict))
            {
                ScheduleExpiry();
            }
        }
    }

    /// <summary>Ends a session as if it had fallen silent for too long.</summary>
    /// <returns>False when there is no such session.</returns>
    public bool Expire(long sessionId)
    {
        lock (_lock)
        {
            if (!_state.Sessions.TryGet(sessionId, out var session))
            {
                return false;
            }

            _lifecycle.End(session);
            return true;
        }
    }

    /// <summary>Ends the connections of one session, or of all. Whatever is queued for them is lost.</summary>
    public int Drop(long? sessionId)
    {
        lock (_lock)
        {
            var dropped = _state.Callers.Where(caller => sessionId is null || caller.SessionId == sessionId).ToArray();
            foreach (var caller in dropped)
            {
                caller.Sink.Abort();
                _state.Callers.Remove(caller);
                _lifecycle.Detach(caller);
            }

            return dropped.Length;
        }
    }

    /// <summary>Drops every connection and begins a new epoch; all sessions that are left have their whole timeout before them.</summary>
    public void Restart(bool keepData)
    {
        lock (_lock)
        {
            Drop(sessionId: null);
            if (!keepData)
            {
                _state.Clear();
            }

            _state.NextEpoch();
            _state.Sessions.TouchAll();
            ScheduleExpiry();
        }
    }

    /// <summary>Stops the core's timers, or lets them go on; what came due in between then happens at once.</summary>
    public void SetPaused(bool paused)
    {
        lock (_lock)
        {
            _paused = paused;
        }

        if (!paused)
        {
            ExpireOverdue();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _expiryTimer.Dispose();
        _sweepTimer.Dispose();
    }

    private void ExpireOverdue()
    {
        lock (_lock)
        {
            if (_paused || _disposed)
            {
                return;
            }

            foreach (var session in _state.Sessions.Buckets.TakeExpired(_state.Sessions.Now))
            {
                _lifecycle.End(session);
            }

            ScheduleExpiry();
        }
    }

    private void Sweep()
    {
        lock (_lock)
        {
            if (!_paused && !_disposed)
            {
                _executor.Sweep();
            }
        }
    }

    private void ScheduleExpiry()
    {
        if (_disposed)
        {
            return;
        }

        var wait = _state.Sessions.Buckets.Next is { } next
            ? TimeSpan.FromMilliseconds(Math.Max(0, next - _state.Sessions.Now))
            : Timeout.InfiniteTimeSpan;
        _expiryTimer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
