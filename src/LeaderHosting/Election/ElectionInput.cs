namespace LeaderHosting.Election;

/// <summary>Something that happened. Each carries the identity of what it belongs to, so that late news can be told from fresh.</summary>
internal abstract record ElectionInput
{
    private ElectionInput()
    {
    }

    /// <summary>A new session is there.</summary>
    /// <param name="Session">The session.</param>
    /// <param name="Eligible">Whether its timeout leaves room for the stop budget.</param>
    public sealed record SessionEstablished(long Session, bool Eligible) : ElectionInput;

    /// <summary>A session is over.</summary>
    public sealed record SessionLost(long Session) : ElectionInput;

    /// <summary>The candidate znode was created.</summary>
    /// <param name="Ticket">The step.</param>
    /// <param name="Candidate">The candidate.</param>
    /// <param name="Term">The term, if nobody else stood there: then the transaction that created it has made it the leader as well.</param>
    public sealed record Registered(long Ticket, string Candidate, Term? Term = null) : ElectionInput;

    /// <summary>The candidate stands behind another, which is being watched.</summary>
    /// <param name="Ticket">The look-up.</param>
    /// <param name="IsNext">Whether the one before it is the first of the queue.</param>
    public sealed record Queued(long Ticket, bool IsNext) : ElectionInput;

    /// <summary>The candidate is the first of the queue.</summary>
    public sealed record AtHead(long Ticket) : ElectionInput;

    /// <summary>The candidate before this one is gone.</summary>
    public sealed record PredecessorGone(long Ticket) : ElectionInput;

    /// <summary>The data of the candidate before this one changed, so the watch on it is used up.</summary>
    public sealed record PredecessorChanged(long Ticket) : ElectionInput;

    /// <summary>The candidate before this one was seen to lead.</summary>
    public sealed record PredecessorLeads(long Ticket) : ElectionInput;

    /// <summary>The leader record names this candidate: leadership is this node's.</summary>
    public sealed record Claimed(long Ticket, Term Term) : ElectionInput;

    /// <summary>The predecessor has named a candidate further back in the queue: this one must let it pass.</summary>
    public sealed record Passed(long Ticket) : ElectionInput;

    /// <summary>It is not this candidate's turn after all: another has come first, or still leads.</summary>
    public sealed record PlaceLost(long Ticket) : ElectionInput;

    /// <summary>The lease is long enough to start services under.</summary>
    public sealed record LeaseReady(long Ticket) : ElectionInput;

    /// <summary>Only the stop budget is left of the lease.</summary>
    public sealed record LeaseRanThin(Term Term) : ElectionInput;

    /// <summary>This candidate's znode, or the election path, does not exist any more although the session lives.</summary>
    public sealed record CandidateDeleted(long Session, string Candidate) : ElectionInput;

    /// <summary>All services have started.</summary>
    public sealed record ServicesStarted(Term Term) : ElectionInput;

    /// <summary>A service failed to start, or failed while it ran, and leadership is to be handed on.</summary>
    public sealed record ServiceFailed(Term Term, StopReason Reason) : ElectionInput;

    /// <summary>All services have stopped.</summary>
    public sealed record ServicesStopped(Term Term) : ElectionInput;

    /// <summary>The services have not stopped within the stop budget.</summary>
    public sealed record StopOverran(Term Term) : ElectionInput;

    /// <summary>The term has lasted long enough to call it a success.</summary>
    public sealed record TermProved(Term Term) : ElectionInput;

    /// <summary>Nothing has failed for a good while.</summary>
    /// <param name="Failures">The failures that there were before it.</param>
    public sealed record WasQuiet(int Failures) : ElectionInput;

    /// <summary>The place in the queue is given up.</summary>
    public sealed record Released(long Ticket) : ElectionInput;

    /// <summary>An operation failed for a reason that trying again at once would not mend.</summary>
    public sealed record OperationFailed(long Ticket) : ElectionInput;

    /// <summary>The pause is over.</summary>
    public sealed record PauseOver(long Ticket) : ElectionInput;

    /// <summary>The application wants to hand leadership on.</summary>
    /// <param name="Successor">The candidate it is to go to; <see langword="null"/>: the next in the queue.</param>
    public sealed record Resign(string? Successor = null) : ElectionInput;

    /// <summary>This node has led for long enough, and a candidate stands in the queue that is preferred to it.</summary>
    public sealed record PreferredFound(Term Term, string Candidate) : ElectionInput;

    /// <summary>This node has led for long enough, and leads too many of the elections that are spread over the nodes.</summary>
    /// <param name="Term">The term.</param>
    /// <param name="Candidate">The candidate it is to go to.</param>
    public sealed record SurplusFound(Term Term, string Candidate) : ElectionInput;

    /// <summary>Something keeps this node from standing: it gives up its place.</summary>
    public sealed record StandBack(Holds Hold) : ElectionInput;

    /// <summary>It does so no longer.</summary>
    public sealed record ComeForward(Holds Hold) : ElectionInput;

    /// <summary>The host is shutting down.</summary>
    public sealed record Close : ElectionInput;
}
