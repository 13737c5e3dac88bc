using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>What a session must show to be resumed. Written by the session's connect loop only, one connection at a time; <see cref="LastZxid"/> also by read loops.</summary>
internal sealed class SessionIdentity(TimeSpan requestedTimeout, bool allowReadOnly)
{
    private const int PasswordLength = 16;

    private ReadOnlyMemory<byte> _password = new byte[PasswordLength];
    private bool _isKnownToQuorum;
    private long _id;
    private long _timeoutTicks;
    private long _lastZxid;

    /// <summary>The session, or 0 before there is one.</summary>
    public long Id => Interlocked.Read(ref _id);

    /// <summary>The timeout that was granted, or zero before one was.</summary>
    public TimeSpan GrantedTimeout => TimeSpan.FromTicks(Interlocked.Read(ref _timeoutTicks));

    /// <summary>The timeout to count with.</summary>
    public TimeSpan Timeout => GrantedTimeout > TimeSpan.Zero ? GrantedTimeout : requestedTimeout;

    /// <summary>Whether the next connection is to ask for a new session. One that only a server in read-only mode has granted is unknown to the quorum.</summary>
    public bool IsNew => !_isKnownToQuorum;

    /// <summary>The newest transaction that any server has told of.</summary>
    public long LastZxid => Interlocked.Read(ref _lastZxid);

    /// <summary>Notes a transaction. It never goes back: a read from an older view would make the next server replay watches that have fired.</summary>
    public void OnZxid(long zxid)
    {
        var seen = Interlocked.Read(ref _lastZxid);
        while (zxid > seen)
        {
            var found = Interlocked.CompareExchange(ref _lastZxid, zxid, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    /// <summary>The first packet of the next connection.</summary>
    public ConnectRequest ToRequest() => new(
        ProtocolVersion: 0,
        LastZxid,
        (int)requestedTimeout.TotalMilliseconds,
        IsNew ? 0 : Id,
        _password,
        allowReadOnly);

    /// <summary>Checks what a server granted, and takes it over.</summary>
    /// <returns>Whether the session had been connected before.</returns>
    /// <exception cref="SessionExpiredException">The session is gone.</exception>
    /// <exception cref="ReadOnlyServerException">The server is in read-only mode, which is not wanted.</exception>
    public bool Accept(in ConnectResponse response)
    {
        if (response.Timeout <= 0)
        {
            throw new SessionExpiredException("connect", path: null);
        }

        var isReadOnly = response.ReadOnly == true;
        if (isReadOnly && !allowReadOnly)
        {
            throw new ReadOnlyServerException();
        }

        var resumed = _isKnownToQuorum;
        if (resumed && response.SessionId != Id)
        {
            throw new SessionExpiredException(
                "connect",
                path: null,
                new ProtocolViolationException($"The server was asked for session 0x{Id:x} and answered with session 0x{response.SessionId:x}."));
        }

        _password = response.Password;
        _isKnownToQuorum |= !isReadOnly;
        Interlocked.Exchange(ref _id, response.SessionId);
        Interlocked.Exchange(ref _timeoutTicks, TimeSpan.FromMilliseconds(response.Timeout).Ticks);
        return resumed;
    }
}
