using System.Diagnostics.Metrics;
using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Diagnostics;
using LeaderHosting.ZooKeeper.Sessions;
using LeaderHosting.ZooKeeper.WarmUp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeaderHosting.ZooKeeper;

/// <summary>A ZooKeeper client: one object is one session.</summary>
/// <remarks>
/// <para>All members are thread-safe, and one client serves a whole process: requests are pipelined, answered in order, and never wait for one another.</para>
/// <para>A request made while no server is connected waits for the next connection: until its token is cancelled, or the session ends. A request whose connection
/// broke before the answer came fails with <see cref="ConnectionLossException"/>: it may have been applied, and is never repeated by the client.
/// Cancelling a request that was already written ends the wait, not the request.</para>
/// <para>When <see cref="State"/> is <see cref="SessionState.Expired"/>, <see cref="SessionState.Closed"/> or <see cref="SessionState.AuthFailed"/>
/// the client is done; for a new session, make a new client.</para>
/// <para>Operations return <see cref="ValueTask{TResult}"/>: await each once, or call <c>AsTask()</c>. Works with servers from 3.5 on.</para>
/// </remarks>
public sealed partial class ZooKeeperClient : IAsyncDisposable
{
    private readonly Session _session;

    /// <summary>Creates a client. Nothing is sent before <see cref="Start"/> or <see cref="ConnectAsync"/>.</summary>
    /// <param name="options">How to connect. Read once, here.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="meterFactory">Makes the meter <see cref="ZooKeeperDiagnostics.MeterName"/>; null: nothing is measured.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message says which and what would be right.</exception>
    public ZooKeeperClient(
        ZooKeeperClientOptions options,
        ILoggerFactory? loggerFactory = null,
        TimeProvider? timeProvider = null,
        IMeterFactory? meterFactory = null)
        : this(options, loggerFactory, timeProvider, SocketNetwork.Instance, Random.Shared, meterFactory)
    {
    }

    internal ZooKeeperClient(
        ZooKeeperClientOptions options,
        ILoggerFactory? loggerFactory,
        TimeProvider? timeProvider,
        INetwork network,
        Random random,
        IMeterFactory? meterFactory = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<ZooKeeperClient>();
        var time = timeProvider ?? TimeProvider.System;
        _session = new Session(SessionSettings.From(options), network, time, random, logger, new ClientMetrics(meterFactory, time));
    }

    /// <summary>Runs, in memory, what a client does when a watch fires and when it commits a transaction, so that this need not be compiled when it happens for the first time.</summary>
    /// <remarks>For programs in which the first event counts as much as any other. Once in the life of a process is enough, before or after connecting: it needs no server, touches no client,
    /// and takes some milliseconds, nearly all of them for the just-in-time compiler. Where that never runs, as with native AOT, there is nothing to warm up.</remarks>
    public static void WarmUp()
    {
        _ = SessionWarmUp.FireWatch();
        _ = SessionWarmUp.Commit();
    }

    /// <summary>Where the session stands. <see cref="SessionState.Connecting"/> also before <see cref="Start"/>.</summary>
    public SessionState State => _session.Current.State;

    /// <summary>The session's id; 0 before the first connection. It stays after the session has ended.</summary>
    public long SessionId => _session.Id;

    /// <summary>The session timeout that the server connected last has granted; zero before the first connection.</summary>
    public TimeSpan SessionTimeout => _session.GrantedTimeout;

    /// <summary>The present connection, or null if there is none.</summary>
    public ZooKeeperConnectionInfo? Connection => _session.Current.Connection;

    /// <summary>Starts connecting, and returns at once. Later calls do nothing, as do calls after <see cref="CloseAsync"/>.</summary>
    public void Start() => _session.Start();

    /// <summary>Starts connecting if nobody has, and waits until the session has been connected once.</summary>
    /// <param name="cancellationToken">Ends the wait; the client goes on connecting.</param>
    /// <exception cref="AuthFailedException">A server refused the credentials.</exception>
    /// <exception cref="SessionExpiredException">The session has expired.</exception>
    /// <exception cref="SessionClosedException">The client is closed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        _session.Start();
        return _session.WaitForFirstConnectionAsync(cancellationToken);
    }

    /// <summary>Leaves the present server for another, within the same session: for a caller that expects answers sooner than the client, which
    /// gives a silent server two thirds of the session timeout.</summary>
    /// <param name="reason">Why, for the log: a sentence.</param>
    /// <remarks>Requests under way fail with <see cref="ConnectionLossException"/>. Does nothing while no server is connected.</remarks>
    public void Reconnect(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        _session.Reconnect(reason);
    }

    /// <summary>Every change of <see cref="State"/>, for as many subscribers as there are: each starts with the present state, sees every change after it in order,
    /// at its own pace, and ends after a final one.</summary>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <remarks>The subscription begins with the enumeration, and ends when the enumerator is disposed.</remarks>
    public IAsyncEnumerable<SessionStateChange> WatchStateAsync(CancellationToken cancellationToken = default) =>
        new StateSubscription(_session, cancellationToken);

    /// <summary>Adds an identity to the session: proved to the present server, and to each later one ahead of any request.</summary>
    /// <param name="authInfo">The identity and its proof.</param>
    /// <param name="cancellationToken">Ends the wait; the identity stays added.</param>
    /// <returns>Completes when a server has accepted it; if none is connected, when the next has.</returns>
    /// <exception cref="AuthFailedException">The server refused it. The session is over: <see cref="State"/> is <see cref="SessionState.AuthFailed"/>.</exception>
    /// <exception cref="SessionExpiredException">The session has expired.</exception>
    /// <exception cref="SessionClosedException">The client is closed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task AddAuthAsync(ZooKeeperAuthInfo authInfo, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(authInfo);
        return _session.AddAuthAsync(authInfo, cancellationToken);
    }

    /// <summary>Ends the session: its ephemeral nodes are deleted at once, watches complete with <see cref="WatchEventType.SessionEnded"/>,
    /// and no timer, thread or socket is left. Requests made before are answered first; those still waiting for a connection fail.</summary>
    /// <param name="cancellationToken">Cuts short the wait for the server's answer, which never exceeds a third of the session timeout, nor five seconds.
    /// The client is closed in any case.</param>
    /// <remarks>Never throws. Later calls wait for the first.</remarks>
    public Task CloseAsync(CancellationToken cancellationToken = default) => _session.CloseAsync(cancellationToken);

    /// <summary>Drops the connection without ending the session, so that the servers keep its ephemeral nodes until the session times out: the way to
    /// leave while something that relies on them may still be running. The client itself is closed as by <see cref="CloseAsync"/>.</summary>
    /// <returns>A task that completes when no timer, thread or socket is left.</returns>
    /// <remarks>Never throws. On a client that is closed or being closed it only waits until that is done.</remarks>
    public Task AbandonAsync() => _session.AbandonAsync();

    /// <summary>As <see cref="CloseAsync"/>.</summary>
    public ValueTask DisposeAsync() => new(_session.CloseAsync(CancellationToken.None));
}
