namespace LeaderHosting.Coordination;

/// <summary>
/// One session with a ZooKeeper ensemble, as the election needs it: the port behind which a client library stands. One object is one session: it ends for
/// good when the session does.
/// </summary>
/// <remarks>
/// <para>What an implementation owes its caller:</para>
/// <list type="bullet">
/// <item>Requests reach the server in the order of the calls. A request made while there is no connection waits for the next one, until its
/// token is cancelled or the session ends.</item>
/// <item>Everything in a <see cref="CoordinationNode"/> is of one instant, from one read, and a read sees what the session has created before.</item>
/// <item>A request that was under way when its connection broke fails with <see cref="CoordinationFault.ConnectionLost"/>: it may or may not have been
/// applied. It is never sent a second time.</item>
/// <item>Every failure is a <see cref="CoordinationException"/>; a cancelled token is an <see cref="OperationCanceledException"/>.</item>
/// <item>Callbacks of watches only hand the event on; they may run on any thread, and must not be run under a lock of the client.</item>
/// </list>
/// </remarks>
public interface ICoordinationSession : IAsyncDisposable
{
    /// <summary>The session's id; 0 before the first connection.</summary>
    long Id { get; }

    /// <summary>The present connection, or <see langword="null"/> while there is none.</summary>
    CoordinationConnection? Connection { get; }

    /// <summary>Connects, and reports every change of the session until it ends. Called once.</summary>
    /// <param name="cancellationToken">Ends the sequence; the session lives on until it is disposed.</param>
    /// <returns>The changes; the last one is <see cref="CoordinationSessionEvent.Lost"/>.</returns>
    IAsyncEnumerable<CoordinationSessionEvent> RunAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Leaves the present server for another, within the same session, because it has not answered for long. A client that can't do that does
    /// nothing; then a silent server costs the leader its lease.
    /// </summary>
    /// <param name="reason">Why, for the log.</param>
    void Reconnect(string reason)
    {
    }

    /// <summary>Creates a znode with the session's ACL.</summary>
    /// <param name="path">The path; for an ephemeral sequential node, the prefix of it.</param>
    /// <param name="data">Its data.</param>
    /// <param name="kind">What kind of node.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The path as created.</returns>
    Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken);

    /// <summary>Reads a znode.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The node, or <see langword="null"/> when there is none.</returns>
    Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken);

    /// <summary>Lists the children of a znode, by name, in no order.</summary>
    /// <param name="path">The path of the parent.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The names, or <see langword="null"/> when there is no such node.</returns>
    Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken);

    /// <summary>
    /// Reads several znodes, in order, each for itself: others may change them in between. A client that has a request for that saves the servers and itself much
    /// work; by default each is sent with a request of its own.
    /// </summary>
    /// <param name="reads">The reads.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>For each read what came of it. One that fails does not touch the others.</returns>
    /// <exception cref="CoordinationException">The connection or the session was lost, or the request as a whole failed.</exception>
    Task<IReadOnlyList<CoordinationReadResult>> ReadAsync(IReadOnlyList<CoordinationRead> reads, CancellationToken cancellationToken) =>
        SeparateReads.SendAsync(this, reads, cancellationToken);

    /// <summary>Looks whether a znode exists, and if it does, sets a one-shot watch on it.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="onEvent">Called once, when the node is deleted or its data changes; not when the session ends.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The watch, which is disposed when the event is no longer wanted, or <see langword="null"/> when there is no such node.</returns>
    Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken);

    /// <summary>Commits one transaction: all of its operations in their order, each on what those before it have made, or none.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>For each operation what the node was left as; meaningful for a create and a set.</returns>
    /// <exception cref="CoordinationException">
    /// An operation failed, and none was applied; <see cref="CoordinationException.FailedOperation"/> says which.
    /// </exception>
    Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken);

    /// <summary>
    /// Drops the connection without ending the session, so that the servers keep its ephemeral nodes for the session timeout: the way to leave while
    /// work that needs them may still be running. The object is then as good as disposed.
    /// </summary>
    ValueTask AbandonAsync();
}
