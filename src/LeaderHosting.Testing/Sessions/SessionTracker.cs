using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace LeaderHosting.Testing.Sessions;

/// <summary>
/// The living sessions: who they are, what timeout they got and when they expire. Time is counted from the tracker's own start
/// on the given clock. Not thread-safe.
/// </summary>
internal sealed class SessionTracker
{
    private const int PasswordLength = 16;

    /// <summary>Number 1, what a standalone server gives itself.</summary>
    private const long ServerNumber = 1L << 56;

    private readonly Dictionary<long, Session> _sessions = [];
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly int _minTimeout;
    private readonly int _maxTimeout;
    private long _nextId;

    public SessionTracker(TimeProvider time, ServerLimits limits)
    {
        _time = time;
        _start = time.GetTimestamp();
        _minTimeout = limits.MinSessionTimeout;
        _maxTimeout = limits.MaxSessionTimeout;
        Buckets = new ExpiryBuckets(limits.Tick);

        // The server's number in the top byte, then five bytes of the time: ids do not come back when a server is started again.
        _nextId = ServerNumber | (long)((ulong)(time.GetUtcNow().ToUnixTimeMilliseconds() << 24) >> 8);
    }

    public ExpiryBuckets Buckets { get; }

    public IReadOnlyCollection<Session> All => _sessions.Values;

    /// <summary>Milliseconds since the tracker was made.</summary>
    public long Now => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    public int Negotiate(int timeout) => Math.Clamp(timeout, _minTimeout, _maxTimeout);

    /// <summary>Opens a session. Nothing expires it before <see cref="Touch"/> was called once.</summary>
    public Session Create(int timeout)
    {
        var session = new Session(_nextId++, RandomNumberGenerator.GetBytes(PasswordLength), timeout);
        _sessions.Add(session.Id, session);
        return session;
    }

    public bool TryGet(long id, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(id, out session);

    /// <inheritdoc cref="ExpiryBuckets.Touch"/>
    public bool Touch(Session session) => Buckets.Touch(session, Now);

    /// <summary>Takes the session out. False when it had ended before.</summary>
    public bool Remove(Session session)
    {
        Buckets.Remove(session);
        return _sessions.Remove(session.Id);
    }

    /// <summary>Starts the timeout of every session anew, as a server does that has just become the leader.</summary>
    public void TouchAll()
    {
        foreach (var session in _sessions.Values)
        {
            Touch(session);
        }
    }

    /// <summary>Forgets every session. Ids that were given out stay used.</summary>
    public void Clear()
    {
        foreach (var session in _sessions.Values)
        {
            Buckets.Remove(session);
        }

        _sessions.Clear();
    }
}
