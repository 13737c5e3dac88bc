namespace LeaderHosting;

/// <summary>
/// One uninterrupted period in which this node leads. It is the proof to show to whatever must not be done by two nodes.
/// </summary>
/// <remarks>All members may be used from any thread. A term that has ended never becomes valid again.</remarks>
public abstract class LeadershipTerm
{
    /// <summary>The number of the term. It grows with every change of leader; gaps are normal.</summary>
    /// <remarks>
    /// The data version of the election path after the claim. It starts anew when the election path is deleted;
    /// <see cref="FencingToken"/> does not.
    /// </remarks>
    public abstract long Number { get; }

    /// <summary>
    /// The fencing token: larger than the token of every earlier term of this election, whatever happened in between.
    /// Storage that remembers the largest token it has seen, and refuses a write with a smaller one, is safe even from a leader
    /// that was frozen between its check and its write.
    /// </summary>
    /// <remarks>
    /// The zxid of the transaction that made this node leader: ZooKeeper orders every change of the whole ensemble by it
    /// (ZooKeeper Internals, "Guarantees, Properties, and Definitions").
    /// </remarks>
    public abstract long FencingToken { get; }

    /// <summary>
    /// Cancelled when the services of this term have to stop: on resigning, on shutdown, on a lost session, and when the lease runs so
    /// thin that only the stop budget is left of it.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>
    /// Whether this node is still the leader of this term. Reads the clock at every call, so it is false as soon as the lease has
    /// ended, even when the process was frozen and no timer has run yet.
    /// </summary>
    public abstract bool IsValid { get; }

    /// <summary>How much of the lease is left if nothing more is heard from ZooKeeper; zero when the term has ended.</summary>
    public abstract TimeSpan LeaseRemaining { get; }

    /// <summary>Throws when this node no longer leads; call it right before an act that must not be done twice.</summary>
    /// <exception cref="LeadershipLostException">The term has ended or its lease has.</exception>
    public void ThrowIfLost()
    {
        if (!IsValid)
        {
            throw new LeadershipLostException(this);
        }
    }
}
