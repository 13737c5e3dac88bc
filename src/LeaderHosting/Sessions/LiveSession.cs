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
    /// <summary>How many operations travel together in a transaction.</summary>
    private const int MostCommits = 256;

    /// <summary>How long a transaction may be, well below <c>jute.maxbuffer</c> (1 MiB), and short enough not to hold up the proofs of the lease.</summary>
    private const int MostCommitBytes = 128 * 1024;

    /// <summary>How many reads travel together. Fewer, because the length of the answer, of lists of candidates above all, is not known beforehand.</summary>
    private const int MostReads = 64;

    /// <summary>How long their answer may be by what has been learned, half of what a client or a server of ZooKeeper takes.</summary>
    private const int MostReadBytes = 512 * 1024;

    /// <summary>What an operation takes on the wire besides its path and data, generously.</summary>
    private const int Overhead = 64;

    private const long Never = long.MinValue;

    private readonly ICoordinationSession _session;
    private readonly TimeProvider _time;
    private readonly RequestBatcher<CoordinationOperation, CoordinationResult> _commits;
    private readonly RequestBatcher<CoordinationRead, CoordinationReadResult> _reads;
    private readonly AnswerLengths _answerLengths = new();
    private readonly SilenceWatch _silence;
    private readonly Signal _connected = new();
    private long _lastAnsweredAt;
    private long _lastCommitSentAt = Never;
    private long _lastCommitOn;

    public LiveSession(
        ICoordinationSession session, CoordinationConnection connection, TimeProvider time, ILogger logger, SessionLeaseFactory? leases = null)
    {
        _session = session;
        _time = time;
        _commits = new(
            MostCommits, MostCommitBytes, canBeRepeated: false, static o => Overhead + o.Path.Length + o.DataLength, SendCommitAsync, CommitCheckedAsync);
        _reads = new(
            MostReads, MostReadBytes, canBeRepeated: true, r => Overhead + r.Path.Length + _answerLengths.Expect(r.Kind), ReadAloneAsync, ReadTogetherAsync);
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
    public bool IsBusy => _commits.IsFull;

    /// <summary>The present connection.</summary>
    public CoordinationConnection? Connection => _session.Connection;

    /// <summary>When an answer last came in, as a timestamp of the clock.</summary>
    public long LastAnsweredAt => Volatile.Read(ref _lastAnsweredAt);

    /// <summary>When the last commit that has been answered was sent, as a timestamp of the clock; <see langword="null"/> before the first.</summary>
    public long? LastCommitSentAt => Volatile.Read(ref _lastCommitSentAt) is not Never and var at ? at : null;

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
        _connected.Set();
    }

    /// <summary>The ordinal of the connection on which that was; 0 before the first.</summary>
    public long LastCommitOn => Volatile.Read(ref _lastCommitOn);

    /// <summary>Waits until there is a connection, or until the token is cancelled, which is told by the token alone: of a thousand elections each would throw.</summary>
    public async Task WaitForConnectionAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var connected = _connected.Next;
            if (Connection is not null)
            {
                return;
            }

            await connected.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc cref="ICoordinationSession.Reconnect"/>
    public void Reconnect(string reason) => _session.Reconnect(reason);

    /// <inheritdoc cref="ICoordinationSession.CreateAsync"/>
    public async Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken)
    {
        var results = await CommitAsync([new CoordinationOperation.Create(path, data, kind)], cancellationToken).ConfigureAwait(false);
        return results[0].Path!;
    }

    /// <inheritdoc cref="ICoordinationSession.GetAsync"/>
    public async Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken)
    {
        var results = await _reads.AskAsync([new(CoordinationReadKind.Node, path)], cancellationToken).ConfigureAwait(false);
        return results[0].OrThrow().Node;
    }

    /// <inheritdoc cref="ICoordinationSession.GetChildrenAsync"/>
    public async Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken)
    {
        var results = await _reads.AskAsync([new(CoordinationReadKind.Children, path)], cancellationToken).ConfigureAwait(false);
        return results[0].OrThrow().Children;
    }

    /// <summary>Reads a znode and then lists its children, asked for at once. The node is no newer than the list.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Both, or <see langword="null"/> in place of either when there is no such node at that time.</returns>
    public async Task<(CoordinationNode? Node, IReadOnlyList<string>? Children)> GetWithChildrenAsync(string path, CancellationToken cancellationToken)
    {
        var results = await _reads
            .AskAsync([new(CoordinationReadKind.Node, path), new(CoordinationReadKind.Children, path)], cancellationToken)
            .ConfigureAwait(false);
        return (results[0].OrThrow().Node, results[1].OrThrow().Children);
    }

    /// <inheritdoc cref="ICoordinationSession.WatchAsync"/>
    public Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken) =>
        StampAsync(ct => _session.WatchAsync(path, onEvent, ct), committed: false, cancellationToken);

    /// <inheritdoc cref="ICoordinationSession.CommitAsync"/>
    public Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
        _commits.AskAsync(operations, cancellationToken);

    /// <summary>As <see cref="CommitAsync"/>, at once, however many others are waiting: for the proofs of the lease.</summary>
    public Task<IReadOnlyList<CoordinationResult>> CommitAloneAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
        StampAsync(ct => _session.CommitAsync(operations, ct), committed: true, cancellationToken);

    /// <summary>Sends what one election commits. To create a node takes no transaction.</summary>
    private async Task<IReadOnlyList<CoordinationResult>> SendCommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken)
    {
        if (operations is not [CoordinationOperation.Create create])
        {
            return await CommitCheckedAsync(operations, cancellationToken).ConfigureAwait(false);
        }

        var path = await StampAsync(ct => _session.CreateAsync(create.Path, create.Data, create.Kind, ct), committed: true, cancellationToken).ConfigureAwait(false);
        return [new CoordinationResult(0, 0, path)];
    }

    private async Task<IReadOnlyList<CoordinationResult>> CommitCheckedAsync(IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
        Check(await CommitAloneAsync(operations, cancellationToken).ConfigureAwait(false), operations.Count, nameof(_session.CommitAsync));

    private Task<IReadOnlyList<CoordinationReadResult>> ReadAloneAsync(IReadOnlyList<CoordinationRead> reads, CancellationToken cancellationToken) =>
        ReadAsync(reads, ct => SeparateReads.SendAsync(_session, reads, ct), cancellationToken);

    private Task<IReadOnlyList<CoordinationReadResult>> ReadTogetherAsync(IReadOnlyList<CoordinationRead> reads, CancellationToken cancellationToken) =>
        ReadAsync(reads, ct => _session.ReadAsync(reads, ct), cancellationToken);

    private async Task<IReadOnlyList<CoordinationReadResult>> ReadAsync(
        IReadOnlyList<CoordinationRead> reads,
        Func<CancellationToken, Task<IReadOnlyList<CoordinationReadResult>>> request,
        CancellationToken cancellationToken)
    {
        var results = await StampAsync(request, committed: false, cancellationToken).ConfigureAwait(false);
        Check(results, reads.Count, nameof(_session.ReadAsync));
        _answerLengths.Learn(results);
        return results;
    }

    /// <summary>Refuses an answer that can't be divided among those who have asked. It is no failure of what was asked for, which may have been applied.</summary>
    private IReadOnlyList<T> Check<T>(IReadOnlyList<T> results, int asked, string method) => results.Count == asked
        ? results
        : throw new CoordinationException(
            CoordinationFault.Other, $"{_session.GetType().Name}.{method} was asked for {asked} results and has returned {results.Count}.")
        {
            IsUnrelatedToContent = true,
        };

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
            if (committed)
            {
                Volatile.Write(ref _lastCommitSentAt, sentAt);
                Volatile.Write(ref _lastCommitOn, before.Ordinal);
            }

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
