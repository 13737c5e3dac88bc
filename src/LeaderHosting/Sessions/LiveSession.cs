using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Sessions;

/// <summary>
/// A session that has been established, with its lease. All requests of the elections go through it, since every answered one counts for the lease.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LiveSession
{
    private readonly ICoordinationSession _session;
    private readonly TimeProvider _time;
    private readonly CommitBatcher _batcher;
    private readonly SilenceWatch _silence;
    private long _lastAnsweredAt;

    public LiveSession(
        ICoordinationSession session, CoordinationConnection connection, TimeProvider time, ILogger logger, SessionLeaseFactory? leases = null)
    {
        _session = session;
        _time = time;
        _batcher = new CommitBatcher(CommitAloneAsync);
        _lastAnsweredAt = connection.EstablishedAt;
        Lease = leases?.Invoke(connection.SessionTimeout, time) ?? new SessionLease(connection.SessionTimeout, time);
        Lease.Connected(connection);
        Keeper = new LeaseKeeper(this, time, logger);
        _silence = new SilenceWatch(session, connection.SessionTimeout, time);
    }

    /// <summary>The session's id.</summary>
    public long Id => _session.Id;

    /// <summary>The lease.</summary>
    public ISessionLease Lease { get; }

    /// <summary>What keeps the lease warm.</summary>
    public LeaseKeeper Keeper { get; }

    /// <summary>The session timeout T: what was granted when the session was made, and what everything counts with for as long as it is led on.</summary>
    public TimeSpan Timeout => Lease.Timeout;

    /// <summary>A timeout shorter than <see cref="Timeout"/> that a server has granted when it resumed the session; otherwise <see langword="null"/>. The servers expire
    /// the session by it from then on, so it can't be led on: stop budgets, pauses and proofs all count with T. A longer one changes nothing.</summary>
    public TimeSpan? CurtailedTo { get; private set; }

    /// <summary>Whether transactions wait for each other and travel together, so that a request begun now does not go out at once.</summary>
    public bool IsBusy => _batcher.IsFull;

    /// <summary>The present connection.</summary>
    public CoordinationConnection? Connection => _session.Connection;

    /// <summary>When an answer last came in, as a timestamp of the clock.</summary>
    public long LastAnsweredAt => Volatile.Read(ref _lastAnsweredAt);

    /// <summary>Tells that a connection was established. Called by the hub, one after the other.</summary>
    public void Connected(CoordinationConnection connection)
    {
        Volatile.Write(ref _lastAnsweredAt, connection.EstablishedAt);
        if (connection.SessionTimeout < Timeout)
        {
            CurtailedTo = connection.SessionTimeout;
        }

        Lease.Connected(connection);
        Keeper.Wake();
    }

    /// <inheritdoc cref="ICoordinationSession.Reconnect"/>
    public void Reconnect(string reason) => _session.Reconnect(reason);

    /// <inheritdoc cref="ICoordinationSession.CreateAsync"/>
    public async Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken)
    {
        var results = await _batcher.CommitAsync([new CoordinationOperation.Create(path, data, kind)], CreateAloneAsync, cancellationToken).ConfigureAwait(false);
        return results[0].Path!;

        async Task<IReadOnlyList<CoordinationResult>> CreateAloneAsync(CancellationToken ct) =>
            [new CoordinationResult(0, 0, await StampAsync(t => _session.CreateAsync(path, data, kind, t), committed: true, ct).ConfigureAwait(false))];
    }

    /// <inheritdoc cref="ICoordinationSession.GetAsync"/>
    public Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken) =>
        StampAsync(ct => _session.GetAsync(path, ct), committed: false, cancellationToken);

    /// <inheritdoc cref="ICoordinationSession.GetChildrenAsync"/>
    public Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken) =>
        StampAsync(ct => _session.GetChildrenAsync(path, ct), committed: false, cancellationToken);

    /// <inheritdoc cref="ICoordinationSession.WatchAsync"/>
    public Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken) =>
        StampAsync(ct => _session.WatchAsync(path, onEvent, ct), committed: false, cancellationToken);

    /// <inheritdoc cref="ICoordinationSession.CommitAsync"/>
    public Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
        _batcher.CommitAsync(operations, ct => CommitAloneAsync(operations, ct), cancellationToken);

    /// <summary>As <see cref="CommitAsync"/>, at once, however many others are waiting: for the proofs of the lease.</summary>
    public Task<IReadOnlyList<CoordinationResult>> CommitAloneAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
        StampAsync(ct => _session.CommitAsync(operations, ct), committed: true, cancellationToken);

    /// <summary>
    /// Runs a request between two timestamps. It counts for the lease only if the same connection was there before and after it: then that one
    /// carried both the request and the answer, because a request never outlives its connection.
    /// </summary>
    private async Task<T> StampAsync<T>(
        Func<CancellationToken, Task<T>> request, bool committed, CancellationToken cancellationToken)
    {
        var before = _session.Connection;
        var sentAt = _time.GetTimestamp();
        _silence.Begin();
        var answered = false;
        T result;
        try
        {
            result = await request(cancellationToken).ConfigureAwait(false);
            answered = true;
        }
        catch (CoordinationException e)
        {
            answered = e.Fault is not (CoordinationFault.ConnectionLost or CoordinationFault.SessionLost);
            if (e.Fault == CoordinationFault.SessionLost)
            {
                EndIfConnected();
            }

            throw;
        }
        finally
        {
            _silence.End(answered, committed);
        }

        var answeredAt = _time.GetTimestamp();
        var after = _session.Connection;

        Volatile.Write(ref _lastAnsweredAt, answeredAt);
        if (before is not null && after is not null && before.Ordinal == after.Ordinal)
        {
            Lease.Answered(before, sentAt, answeredAt, committed);
            if (committed && Lease.CommitWouldRenew)
            {
                Keeper.Wake();
            }
        }

        return result;
    }

    /// <summary>A session that has expired by an answer ends here too, though the connection stands.</summary>
    /// <remarks>
    /// A server may go on serving a session that the quorum has ended, as it seems of 3.8 when the session was closed while it moved there: it answers pings and reads by itself, and only
    /// the leader of the ensemble refuses the commits. The client would believe the server until the connection breaks, and everybody here waits for the client to tell.
    /// </remarks>
    private void EndIfConnected()
    {
        if (_session.Connection is not null)
        {
            _ = _session.DisposeAsync().AsTask();
        }
    }
}
