using LeaderHosting.Coordination;

namespace LeaderHosting.Lease;

/// <summary>
/// Until when the ensemble is sure to keep a session alive, computed from nothing but the times at which requests were sent and answered.
/// </summary>
/// <remarks>
/// <para>The ensemble's leader never expires a session earlier than one timeout T after the last touch it knows of (<c>SessionTrackerImpl</c>,
/// <c>ExpiryQueue</c>). An answered request alone does not show that the leader knows: a follower answers reads and pings by itself, even
/// when it is cut off from the quorum, and passes the touch on with its next answer to the leader's ping (<c>Learner.ping</c>), which comes every
/// half tick, so at least every T/4 (a session timeout is at least two ticks), give or take the jitter of its timer.</para>
/// <para>So a request r, sent at s, counts only once it is <em>settled</em>: r was answered; a commit p, sent at least T/4 + T/32 after that
/// answer, was answered; and a commit q, sent after p's answer, was answered. The lease then ends at s + T, less 1 % for clocks that tick at different
/// rates. The connect request goes to the leader itself (<c>Learner.validateSession</c>, or a committed <c>createSession</c>), so one
/// commit sent after its answer settles it. A commit also shows that the leader still had its quorum when the request was sent; a leader that comes
/// later starts the clock of every session anew.</para>
/// <para>The chain must stay on one connection, since another server knows nothing of a touch that the first one has not yet passed on. The lease itself,
/// once proved, outlives the connection.</para>
/// <para>A server that resumes the session grants its timeout anew, within its own bounds, and touches the session with that. If it is shorter, the session
/// ends by it, counted from that connect request, so the end of the lease is brought forward at once, and everything later counts with the shorter one. A longer one
/// is not taken over: an earlier server may yet report the session with the timeout that it had granted. Thread-safe.</para>
/// </remarks>
internal sealed class SessionLease : ISessionLease
{
    // Answered requests waiting to be settled are kept this far apart, so that a busy session stays at a few dozen entries.
    private const int ExchangesPerTimeout = 64;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _timeout;
    private readonly long _reportDelay;
    private readonly RenewalListeners _listeners = new();
    private readonly Queue<Exchange> _unsettled = new();
    private readonly List<Exchange> _commits = [];
    private CoordinationConnection? _connection;
    private long _length;
    private bool _connectSettled;
    private long _lastQueuedSentAt;
    private long _settledSentAt = long.MinValue / 2;
    private long _end = long.MinValue;

    public SessionLease(TimeSpan timeout, TimeProvider time)
    {
        _time = time;
        Timeout = timeout;
        _timeout = ToTimestamps(timeout);

        // Half a proof interval on top of T/4: it costs nothing while proofs come every T/16 and are answered within T/32.
        _reportDelay = (_timeout / 4) + (_timeout / 32);
        _length = LengthUnder(_timeout);
    }

    /// <inheritdoc/>
    public event Action? Renewed
    {
        add => _listeners.Add(value!);
        remove => _listeners.Remove(value!);
    }

    /// <inheritdoc/>
    public TimeSpan Timeout { get; }

    /// <inheritdoc/>
    public TimeSpan ProofInterval => Timeout / 16;

    /// <summary>The end of the lease, as a timestamp of the clock; <see cref="long.MinValue"/> when nothing has been proved yet.</summary>
    public long End => Volatile.Read(ref _end);

    /// <inheritdoc/>
    public bool IsHeld => _time.GetTimestamp() < End;

    /// <inheritdoc/>
    public TimeSpan Remaining
    {
        get
        {
            var end = End;
            var now = _time.GetTimestamp();
            return now < end ? _time.GetElapsedTime(now, end) : TimeSpan.Zero;
        }
    }

    /// <inheritdoc/>
    public bool CommitWouldRenew
    {
        get
        {
            lock (_lock)
            {
                if (_connection is null)
                {
                    return false;
                }

                if (!_connectSettled)
                {
                    return true;
                }

                return _commits.Count > 0
                    && NewestSettledBy(_commits[^1]) is { } request
                    && request.SentAt - _settledSentAt > _timeout / 8;
            }
        }
    }

    /// <summary>How many exchanges are kept for later.</summary>
    internal int Remembered
    {
        get
        {
            lock (_lock)
            {
                return _unsettled.Count + _commits.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void Connected(CoordinationConnection connection)
    {
        lock (_lock)
        {
            Enter(connection);
        }
    }

    /// <inheritdoc/>
    public void Answered(CoordinationConnection connection, long sentAt, long answeredAt, bool committed)
    {
        bool renewed;
        lock (_lock)
        {
            if (!Enter(connection))
            {
                return;
            }

            var exchange = new Exchange(sentAt, answeredAt);
            renewed = committed && Settle(exchange);
            Remember(exchange);
        }

        if (renewed)
        {
            _listeners.Tell();
        }
    }

    /// <summary>Makes the connection the present one if it is newer; false when it is an older one.</summary>
    private bool Enter(CoordinationConnection connection)
    {
        if (_connection is not null && connection.Ordinal <= _connection.Ordinal)
        {
            return connection.Ordinal == _connection.Ordinal;
        }

        _connection = connection;
        _connectSettled = false;
        _unsettled.Clear();
        _commits.Clear();
        Curtail(connection);
        return true;
    }

    /// <summary>Counts with the timeout granted to a connection from its request on, if it is shorter.</summary>
    private void Curtail(CoordinationConnection connection)
    {
        var length = LengthUnder(ToTimestamps(connection.SessionTimeout));
        if (length < _length)
        {
            _length = length;
            Volatile.Write(ref _end, Math.Min(_end, connection.RequestedAt + length));
        }
    }

    /// <summary>Keeps an answered request to be settled later, and forgets those too old to be of use.</summary>
    private void Remember(Exchange exchange)
    {
        while (_unsettled.TryPeek(out var oldest) && oldest.SentAt + _length <= exchange.AnsweredAt)
        {
            _unsettled.Dequeue();
        }

        if (_unsettled.Count == 0 || exchange.SentAt - _lastQueuedSentAt >= _timeout / ExchangesPerTimeout)
        {
            _lastQueuedSentAt = exchange.SentAt;
            _unsettled.Enqueue(exchange);
        }
    }

    /// <summary>Takes a commit as q: finds what it settles, and keeps it to be a p for later ones.</summary>
    private bool Settle(Exchange q)
    {
        var settledSentAt = _settledSentAt;

        if (!_connectSettled && q.SentAt >= _connection!.EstablishedAt)
        {
            _connectSettled = true;
            settledSentAt = Math.Max(settledSentAt, _connection.RequestedAt);
        }

        // p: the newest commit answered before q was sent. Older ones settle nothing that it does not.
        var index = _commits.FindLastIndex(p => p.AnsweredAt <= q.SentAt);
        if (index >= 0)
        {
            var p = _commits[index];
            if (NewestSettledBy(p) is { } request)
            {
                settledSentAt = Math.Max(settledSentAt, request.SentAt);
                while (_unsettled.TryPeek(out var oldest) && oldest.SentAt < request.SentAt)
                {
                    _unsettled.Dequeue();
                }
            }

            _commits.RemoveRange(0, index);
        }

        _commits.Add(q);

        if (settledSentAt <= _settledSentAt)
        {
            return false;
        }

        _settledSentAt = settledSentAt;
        Volatile.Write(ref _end, settledSentAt + _length);
        return true;
    }

    /// <summary>The newest request whose touch had been reported to the leader by the time p was committed.</summary>
    private Exchange? NewestSettledBy(Exchange p)
    {
        Exchange? newest = null;
        foreach (var request in _unsettled)
        {
            if (request.AnsweredAt + _reportDelay > p.SentAt)
            {
                break;
            }

            if (newest is null || request.SentAt > newest.Value.SentAt)
            {
                newest = request;
            }
        }

        return newest;
    }

    /// <summary>The timeout, less 1 % for clocks that tick at different rates.</summary>
    private static long LengthUnder(long timeout) => timeout - (timeout / 100);

    private long ToTimestamps(TimeSpan time) => (long)(time.TotalSeconds * _time.TimestampFrequency);

    private readonly record struct Exchange(long SentAt, long AnsweredAt);
}
