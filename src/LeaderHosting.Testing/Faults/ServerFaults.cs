using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Faults;
using LeaderHosting.Testing.Transports;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing;

/// <summary>
/// What can go wrong, on demand. A fault that lasts is in force until what its method returned is disposed; one that lies in wait for a request
/// strikes once. All go by the server's clock, so under a fake one a test repeats exactly.
/// </summary>
/// <remarks>Thread-safe. A session that is named need not exist yet, or any more.</remarks>
public sealed class ServerFaults
{
    private readonly ServerCore _core;
    private readonly TrafficGate _gate;
    private readonly RequestFaults _requests;
    private readonly TcpListenSocket _listener;
    private readonly Reasons _refusals;
    private readonly Reasons _pauses;

    internal ServerFaults(ServerCore core, TrafficGate gate, RequestFaults requests, TcpListenSocket listener)
    {
        _core = core;
        _gate = gate;
        _requests = requests;
        _listener = listener;
        _refusals = new Reasons(_listener.Refuse, _listener.Open);
        _pauses = new Reasons(() => _core.SetPaused(true), () => _core.SetPaused(false));
    }

    internal bool RefusesConnections => _refusals.Any;

    /// <summary>
    /// Expires a session at once: its ephemeral nodes go, their watchers are told, and its connection is cut. Its client learns of it when it
    /// connects again.
    /// </summary>
    /// <returns>False when there is no such session.</returns>
    public bool ExpireSession(long sessionId) => _core.Expire(sessionId);

    /// <summary>Cuts the connections of one session, or of every client. What is on its way to them is lost; their sessions live on.</summary>
    /// <param name="sessionId">Whose, or null for all.</param>
    /// <returns>How many were cut.</returns>
    public int DropConnections(long? sessionId = null) => _core.Drop(sessionId);

    /// <summary>Keeps back everything that is to be sent, until disposed; then it is sent in order. Requests are carried out meanwhile.</summary>
    /// <param name="sessionId">To whom, or null for all.</param>
    public IDisposable HoldReplies(long? sessionId = null) => _gate.Add(new TrafficFault(sessionId, Direction.ToClient, TimeSpan.Zero, HidesEnd: false));

    /// <summary>Sends everything later than it would be, until disposed.</summary>
    /// <param name="delay">By how much.</param>
    /// <param name="sessionId">To whom, or null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public IDisposable DelayReplies(TimeSpan delay, long? sessionId = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        return _gate.Add(new TrafficFault(sessionId, Direction.None, delay, HidesEnd: false));
    }

    /// <summary>
    /// Cuts the network without a trace, until disposed: nothing passes in the given direction, and neither side hears that anything is wrong.
    /// What was sent meanwhile arrives afterwards, as TCP would have it. A session whose requests do not get through expires in time; while nothing gets
    /// through to the client, it does not even see its connection end.
    /// </summary>
    /// <param name="direction">Which way.</param>
    /// <param name="sessionId">Whose connection, or null for all, those that are still to come included.</param>
    public IDisposable BlackHole(Direction direction, long? sessionId = null) =>
        _gate.Add(new TrafficFault(sessionId, direction, TimeSpan.Zero, HidesEnd: direction.HasFlag(Direction.ToClient)));

    /// <summary>Refuses new connections, until disposed, as if no server ran on the port. Open ones stay open.</summary>
    public IDisposable RefuseConnections() => _refusals.Add();

    /// <summary>
    /// Freezes the server, until disposed, as a long garbage collection or a stopped process would: it reads nothing, sends nothing and expires nothing.
    /// Sessions whose time ran out meanwhile expire as soon as it goes on.
    /// </summary>
    public IDisposable Pause()
    {
        var pause = _pauses.Add();
        var cut = _gate.Add(new TrafficFault(SessionId: null, Direction.Both, TimeSpan.Zero, HidesEnd: true));
        return new Lift(() =>
        {
            pause.Dispose();
            cut.Dispose();
        });
    }

    /// <summary>
    /// Carries out the next matching request, and cuts the connection in place of answering it: its client cannot know whether it was carried out.
    /// </summary>
    /// <param name="match">Which request. It is called on connections' read loops and should be quick.</param>
    public RequestFault LoseReply(Func<ServerRequest, bool> match) => Add(match, new Verdict(VerdictKind.LoseReply));

    /// <summary>Cuts the connection on which the next matching request arrives, without carrying it out.</summary>
    /// <inheritdoc cref="LoseReply" path="/param"/>
    public RequestFault LoseRequest(Func<ServerRequest, bool> match) => Add(match, new Verdict(VerdictKind.LoseRequest));

    /// <summary>Answers the next matching request with an error, without carrying it out.</summary>
    /// <param name="match">Which request. It is called on connections' read loops and should be quick.</param>
    /// <param name="error">The error.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="error"/> is no error.</exception>
    public RequestFault FailRequest(Func<ServerRequest, bool> match, ZooKeeperErrorCode error)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(error, ZooKeeperErrorCode.Ok);
        return Add(match, new Verdict(VerdictKind.Fail, error));
    }

    /// <summary>
    /// Answers the next matching request as a server does that does not know requests of its kind: with <see cref="ZooKeeperErrorCode.Unimplemented"/>, ahead of the answers
    /// that are still to be sent. Those are lost, since it closes the connection.
    /// </summary>
    /// <inheritdoc cref="LoseReply" path="/param"/>
    public RequestFault RejectRequest(Func<ServerRequest, bool> match) => Add(match, new Verdict(VerdictKind.Reject));

    private RequestFault Add(Func<ServerRequest, bool> match, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(match);
        return _requests.Add(match, verdict);
    }
}
