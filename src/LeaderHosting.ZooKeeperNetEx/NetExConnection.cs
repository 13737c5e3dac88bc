using LeaderHosting.Coordination;
using org.apache.zookeeper;
using static org.apache.zookeeper.Watcher.Event;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>One connection of a session: a client object that is used for its first connection, and for no other.</summary>
/// <remarks>
/// <para>The client would reconnect by itself, after a random pause of up to a second, and tells of it only later, on its event loop. An answer could then
/// have come over another connection than the caller believes, and the lease must know. So once connected the client's copy of the session's password
/// is wiped: it can neither resume the session nor, when it is closed, end it. The session goes on with another client object.</para>
/// <para>The client runs watchers on its own loop, and does nothing else meanwhile. They only complete tasks here, whose continuations run elsewhere.</para>
/// </remarks>
internal sealed class NetExConnection
{
    /// <summary>An authentication scheme that no server knows.</summary>
    private const string UnknownScheme = "leave";

    private readonly TaskCompletionSource<KeeperState> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly bool _resumes;

    private NetExConnection(string servers, TimeSpan timeout, NetExIdentity? session, byte[]? credentials, TimeProvider time)
    {
        _time = time;
        _timeout = session?.Timeout ?? timeout;
        _resumes = session is not null;
        Servers = servers;
        RequestedAt = time.GetTimestamp();

        // A copy of the password, because the client keeps the array and it is wiped later.
        Client = new NetExClient(servers, (int)timeout.TotalMilliseconds, new SessionWatcher(this), session?.Id ?? 0, session?.Password.ToArray());
        if (credentials is not null)
        {
            Client.addAuthInfo("digest", credentials);
        }
    }

    /// <summary>The client, for requests.</summary>
    public NetExClient Client { get; }

    /// <summary>The servers it may be connected to: the client does not tell which.</summary>
    public string Servers { get; }

    /// <summary>The clock's timestamp before the connect request can have been sent.</summary>
    public long RequestedAt { get; }

    /// <summary>The clock's timestamp after its answer was read.</summary>
    public long EstablishedAt { get; private set; }

    /// <summary>Completes when the connection is over, with the reason.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Begins to connect.</summary>
    public static NetExConnection Open(
        string servers, TimeSpan timeout, NetExIdentity? session, byte[]? credentials, TimeProvider time) => new(servers, timeout, session, credentials, time);

    /// <summary>Waits until a server has taken the session.</summary>
    /// <returns>The session, a new one or the one to be resumed.</returns>
    /// <exception cref="CoordinationException">The session has expired, or the credentials were refused.</exception>
    public async Task<NetExIdentity> WaitUntilEstablishedAsync(CancellationToken cancellationToken)
    {
        var answer = await _answered.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        EstablishedAt = _time.GetTimestamp();
        return answer switch
        {
            KeeperState.SyncConnected => new NetExIdentity(
                Client.getSessionId(), TakePassword(), TimeSpan.FromMilliseconds(Client.getSessionTimeout())),
            KeeperState.AuthFailed => throw new CoordinationException(CoordinationFault.AuthenticationFailed, "The servers refused the credentials."),
            _ => throw new CoordinationException(CoordinationFault.SessionLost, "The session has expired."),
        };
    }

    /// <summary>Declares the connection over.</summary>
    /// <param name="reason">Why.</param>
    public void End(string reason) => _ended.TrySetResult(reason);

    /// <summary>Leaves the server without ending the session. To be called for every connection that is given up or over.</summary>
    /// <remarks>
    /// <para>The client has no such call: its <c>closeAsync</c> ends the session. But a server cuts a connection, and leaves its session alone, on an
    /// attempt to authenticate with a scheme that it does not know, and heeds nothing that comes after it; the client then stops for good.</para>
    /// <para>In the end the client is closed, or it would go on trying to connect. A server refuses it now for want of the password, but cuts the
    /// connection that the session has meanwhile on another client object.</para>
    /// </remarks>
    public async Task LeaveAsync()
    {
        End("The connection was given up.");
        if (_resumes || _answered.Task.IsCompleted)
        {
            TakePassword();
            Client.addAuthInfo(UnknownScheme, []);
        }

        if (_answered.Task.IsCompleted)
        {
            await _disconnected.Task.WaitAsync(_timeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Client.closeAsync().ConfigureAwait(false);
    }

    /// <summary>Copies the session's password, and wipes the client's own: <c>getSessionPasswd</c> returns the array that it uses.</summary>
    private byte[] TakePassword()
    {
        var own = Client.getSessionPasswd();
        var copy = own.ToArray();
        Array.Clear(own);
        return copy;
    }

    private void OnSessionEvent(KeeperState state)
    {
        if (!_answered.TrySetResult(state) || state != KeeperState.SyncConnected)
        {
            _disconnected.TrySetResult();
            End($"The client reports {state}.");
        }
    }

    private sealed class SessionWatcher(NetExConnection connection) : Watcher
    {
        public override Task process(WatchedEvent @event)
        {
            if (@event.get_Type() == EventType.None)
            {
                connection.OnSessionEvent(@event.getState());
            }

            return Task.CompletedTask;
        }
    }
}
