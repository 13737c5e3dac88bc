namespace LeaderHosting;

/// <summary>
/// The view of an election from this node: who leads, and whether it is us. Register it with
/// <c>services.AddZooKeeperLeadership()</c> and take it by injection.
/// </summary>
/// <remarks>All members may be used from any thread, before the host has started and after it has stopped.</remarks>
public interface ILeadership
{
    /// <summary>
    /// Whether this node leads now. Reads the clock at every call: false as soon as the lease has ended, even in a process that was
    /// frozen and has just woken. For an act that must not be done twice prefer <see cref="LeadershipTerm.ThrowIfLost"/>
    /// and pass the fencing token along.
    /// </summary>
    bool IsLeader { get; }

    /// <summary>The term under which this node leads now, or <see langword="null"/> when it does not.</summary>
    LeadershipTerm? CurrentTerm { get; }

    /// <summary>A consistent snapshot of what this node knows, from memory.</summary>
    LeadershipStatus Status { get; }

    /// <summary>
    /// Every change of <see cref="Status"/> from now on, beginning with the present one. A reader that is slow sees the newest status and may miss
    /// ones in between; it never delays the election.
    /// </summary>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>A sequence that ends when the host has shut the election down.</returns>
    IAsyncEnumerable<LeadershipStatus> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until this node leads.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The term; it may have ended by the time the caller looks at it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The election has been shut down, so this node will never lead again.</exception>
    Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks ZooKeeper who leads, whichever node it is.</summary>
    /// <param name="cancellationToken">Gives up; while ZooKeeper is out of reach the call waits.</param>
    /// <returns>The leader, or <see langword="null"/> when nobody leads.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The election has been shut down, so nobody can be asked any more.</exception>
    Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks ZooKeeper for the candidates in the order in which they will lead.</summary>
    /// <param name="cancellationToken">Gives up; while ZooKeeper is out of reach the call waits.</param>
    /// <returns>The queue; the first one leads or is about to.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The election has been shut down, so nobody can be asked any more.</exception>
    Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Steps down: stops the services, hands leadership to the next candidate, and joins the end of the queue. Does nothing on a node
    /// that does not lead. A node that is the only candidate leads again right away, in a new term.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; the resignation itself goes on.</param>
    /// <returns>A task that completes when the services have stopped and leadership was given up.</returns>
    Task ResignAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Steps down as <see cref="ResignAsync(CancellationToken)"/> does, in favour of a certain node, whatever its place in the queue: candidates before it go to the end of
    /// the queue. If it vanishes meanwhile, the next candidate leads. Does nothing on a node that does not lead.
    /// </summary>
    /// <param name="successor">The name of the node (<see cref="ZooKeeperLeadershipOptions.NodeName"/>).</param>
    /// <param name="cancellationToken">Gives up waiting; a resignation that has begun goes on.</param>
    /// <returns>A task that completes when the services have stopped and leadership was given up.</returns>
    /// <remarks>A Curator latch before that node in the queue knows nothing of this: it leads first, and that node after it.</remarks>
    /// <exception cref="ArgumentException">The name is empty, this node's own, or no candidate's. Nothing was stopped.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The election has been shut down.</exception>
    Task ResignAsync(string successor, CancellationToken cancellationToken = default);

    /// <summary>
    /// Pauses this node's candidacy until <see cref="ResumeAsync"/>: a leader stops its services and hands over, a follower leaves the queue, and neither comes
    /// forward again, also not in a new session. The process has to be told anew when it starts anew. Does nothing on a node that is paused already; called before the
    /// host has started it takes effect when the election starts.
    /// </summary>
    /// <param name="cancellationToken">Gives up waiting; the pause itself stands.</param>
    /// <returns>A task that completes when the services have stopped and this node has no place in the queue.</returns>
    /// <remarks>When every candidate is paused, nobody leads.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task PauseAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends what <see cref="PauseAsync"/> began: this node joins the end of the queue. Does nothing on a node that is not paused.</summary>
    /// <param name="cancellationToken">Gives up waiting; the node resumes all the same.</param>
    /// <returns>A task that completes when the pause has ended. The node may have no place in the queue yet, and may be kept from one by something else.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task ResumeAsync(CancellationToken cancellationToken = default);
}
