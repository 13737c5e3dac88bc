namespace LeaderHosting.Election;

/// <summary>Something to be done. At most one operation runs at a time: a new one cancels the one before it.</summary>
internal abstract record ElectionEffect
{
    private ElectionEffect()
    {
    }

    /// <summary>Create the candidate znode, and take over if nobody else is there; answers Registered.</summary>
    /// <param name="Ticket">The step.</param>
    /// <param name="IsReturning">Whether the node has stood before.</param>
    public sealed record Register(long Ticket, bool IsReturning = false) : ElectionEffect;

    /// <summary>Find the candidate's place and watch the one before it; answers Queued, AtHead, PredecessorGone or CandidateDeleted.</summary>
    public sealed record LookUp(long Ticket, string Candidate) : ElectionEffect;

    /// <summary>Take over leadership; answers Claimed, Passed, PlaceLost or CandidateDeleted.</summary>
    /// <param name="Ticket">The step.</param>
    /// <param name="Candidate">The candidate that claims.</param>
    /// <param name="IsVacant">Whether the candidate that it stood behind is known to be gone.</param>
    public sealed record Claim(long Ticket, string Candidate, bool IsVacant = false) : ElectionEffect;

    /// <summary>Wait until the lease is long enough to start under; answers LeaseReady.</summary>
    public sealed record AwaitLease(long Ticket) : ElectionEffect;

    /// <summary>Delete the candidate znode and name the successor, in one transaction; answers Released.</summary>
    /// <param name="Ticket">The step.</param>
    /// <param name="Candidate">The candidate that gives up its place.</param>
    /// <param name="Successor">Whom to name, if it is still there; <see langword="null"/>: the next in the queue.</param>
    public sealed record HandOver(long Ticket, string Candidate, string? Successor = null) : ElectionEffect;

    /// <summary>Delete the candidate znode of one that never led; answers Released.</summary>
    public sealed record Withdraw(long Ticket) : ElectionEffect;

    /// <summary>Cancel the operation under way.</summary>
    public sealed record CancelOperation : ElectionEffect;

    /// <summary>Keep the lease warm for the candidate.</summary>
    public sealed record KeepLease(string Candidate) : ElectionEffect;

    /// <summary>Keep it warm no longer.</summary>
    public sealed record ReleaseLease : ElectionEffect;

    /// <summary>Start the services; answers ServicesStarted or ServiceFailed.</summary>
    public sealed record StartServices(Term Term) : ElectionEffect;

    /// <summary>End the term and stop the services; answers ServicesStopped, and StopOverran when that takes too long.</summary>
    public sealed record StopServices(Term Term, StopReason Reason) : ElectionEffect;

    /// <summary>Pause for a growing, jittered time; answers PauseOver.</summary>
    public sealed record BackOff(long Ticket, int Failures) : ElectionEffect;

    /// <summary>
    /// Pause for one session timeout, the longest that whoever led can go on believing it; answers PauseOver.
    /// </summary>
    public sealed record Quarantine(long Ticket) : ElectionEffect;

    /// <summary>Give the session up, so that the candidate znode goes with it.</summary>
    public sealed record RecycleSession : ElectionEffect;

    /// <summary>Do what the options say about an overrun.</summary>
    public sealed record PunishOverrun(Term Term) : ElectionEffect;
}
