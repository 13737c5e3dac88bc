namespace LeaderHosting.Election;

/// <summary>The state of one election on this node. Changed only by <see cref="ElectionMachine"/>. Immutable.</summary>
internal sealed record ElectionState
{
    /// <summary>Where the node is between joining the queue and having left it.</summary>
    public LeadershipPhase Phase { get; init; } = LeadershipPhase.Disconnected;

    /// <summary>Whether the node is a candidate by its options; false: it only looks on.</summary>
    public bool Standing { get; init; } = true;

    /// <summary>What keeps a candidate from standing for now.</summary>
    public Holds Holds { get; init; }

    /// <summary>Whether the present session grants enough time for the stop budget; without it the node must not lead.</summary>
    public bool Eligible { get; init; } = true;

    /// <summary>Whether the node is shutting down.</summary>
    public bool Closing { get; init; }

    /// <summary>The present session; 0 when there is none.</summary>
    public long Session { get; init; }

    /// <summary>
    /// The identity of the operation or timer whose result is awaited. It grows with every step, so the result of an operation that a
    /// later step has made pointless is recognized and dropped.
    /// </summary>
    public long Ticket { get; init; }

    /// <summary>The ticket of the next step, in which whatever was awaited before is not any more.</summary>
    internal long NextTicket => Ticket + 1;

    /// <summary>The name of this node's candidate znode; <see langword="null"/> when it is not in the queue.</summary>
    public string? Candidate { get; init; }

    /// <summary>Whether this node has stood for election before in the life of its process.</summary>
    public bool HasStood { get; init; }

    /// <summary>Whether the candidate before this one leads, so that this node is next and keeps its lease warm.</summary>
    public bool IsNext { get; init; }

    /// <summary>The term that was won, from the claim until its services have stopped.</summary>
    public Term? Term { get; init; }

    /// <summary>Why the term is ending or the place in the queue is being given up.</summary>
    public StopReason? Ending { get; init; }

    /// <summary>The candidate that the ending term is to be handed to; <see langword="null"/>: the next in the queue.</summary>
    public string? Successor { get; init; }

    /// <summary>Whether the services of the ending term have overrun their stop budget.</summary>
    public bool StopOverran { get; init; }

    /// <summary>How many times in a row something has failed that is tried again after a growing pause.</summary>
    public int Failures { get; init; }

    /// <summary>Whether nothing speaks against joining the queue.</summary>
    public bool MayStand => Standing && Eligible && Holds == Holds.None;

    /// <summary>Whether this node has a place in the queue, or is about to have one or to give one up.</summary>
    public bool TakesPart => Phase is not (
        LeadershipPhase.Disconnected or LeadershipPhase.Observing or LeadershipPhase.BackingOff or LeadershipPhase.Closed);

    /// <summary>Whether this node leads: its services are starting or running.</summary>
    public bool IsLeading => Phase is LeadershipPhase.Starting or LeadershipPhase.Leading;
}
