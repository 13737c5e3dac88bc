using LeaderHosting.Coordination;

namespace LeaderHosting.Lease;

/// <summary>Until when a session is sure to live, as far as this process can know.</summary>
/// <remarks>
/// The only rule that is safe is <see cref="SessionLease"/>. Others exist in tests, to show that these find the harm which a weaker rule does.
/// Thread-safe.
/// </remarks>
internal interface ISessionLease
{
    /// <summary>Called, outside any lock, after the lease has been extended.</summary>
    event Action? Renewed;

    /// <summary>The session timeout T, as granted when the session was made.</summary>
    TimeSpan Timeout { get; }

    /// <summary>How long after one commit the next one is due, for the lease to stay as long as it can be.</summary>
    TimeSpan ProofInterval { get; }

    /// <summary>Whether the lease is held at this instant. Reads the clock.</summary>
    bool IsHeld { get; }

    /// <summary>What is left of the lease at this instant; zero when it is not held. Reads the clock.</summary>
    TimeSpan Remaining { get; }

    /// <summary>Whether one more commit, sent now, would extend the lease by a good part: then it should not wait for its turn.</summary>
    bool CommitWouldRenew { get; }

    /// <summary>Tells that a connection was established: the chain of proofs starts anew on it. If it came with a shorter timeout than T, the lease ends sooner.</summary>
    void Connected(CoordinationConnection connection);

    /// <summary>Tells that a request was sent and answered on one connection.</summary>
    /// <param name="connection">The connection that carried both.</param>
    /// <param name="sentAt">A timestamp taken before the request was sent.</param>
    /// <param name="answeredAt">A timestamp taken after its answer arrived.</param>
    /// <param name="committed">Whether the answer shows a commit by the quorum.</param>
    void Answered(CoordinationConnection connection, long sentAt, long answeredAt, bool committed);
}
