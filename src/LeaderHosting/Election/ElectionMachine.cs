using static LeaderHosting.Election.ElectionEffect;
using static LeaderHosting.LeadershipPhase;

namespace LeaderHosting.Election;

/// <summary>
/// The rules of the election, and nothing else: from a state and an input to the next state and what has to be done. No clock, no I/O, no threads.
/// </summary>
/// <remarks>
/// The way of a candidate: Registering → Waiting → Claiming → Starting → Leading → Stopping → HandingOver, and back to Registering; it does not wait where nobody else stands. It leads only
/// by a committed claim or handover under a lease, never by its place alone; it never gives up its place while services of its term may still be
/// running; and it joins the queue again only after they have stopped.
/// </remarks>
internal static class ElectionMachine
{
    /// <summary>Applies an input. Inputs of an earlier session, step or term change nothing.</summary>
    public static ElectionTransition Apply(ElectionState state, ElectionInput input) => input switch
    {
        ElectionInput.SessionEstablished i => OnSessionEstablished(state, i),
        ElectionInput.SessionLost i when i.Session == state.Session => OnSessionLost(state),

        ElectionInput.Registered i when Awaits(state, Registering, i.Ticket) =>
            OnRegistered(state with { Candidate = i.Candidate, HasStood = true }, i.Term),
        ElectionInput.Queued i when Awaits(state, Waiting, i.Ticket) => OnQueued(state, i.IsNext),
        ElectionInput.AtHead i when Awaits(state, Waiting, i.Ticket) => BeginClaim(state),
        ElectionInput.PredecessorChanged i when Awaits(state, Waiting, i.Ticket) => LookUpPlace(state),
        ElectionInput.PredecessorLeads i when Awaits(state, Waiting, i.Ticket) => OnQueued(state, isNext: true),

        // Whoever was first is gone: the next in line knows without asking that it is its turn.
        ElectionInput.PredecessorGone i when Awaits(state, Waiting, i.Ticket) =>
            state.IsNext ? BeginClaim(state, isVacant: true) : LookUpPlace(state),

        ElectionInput.Claimed i when Awaits(state, Claiming, i.Ticket) => OnClaimed(state, i.Term),
        ElectionInput.Passed i when Awaits(state, Claiming, i.Ticket) && state.Term is null => Withdraw(state),
        ElectionInput.PlaceLost i when Awaits(state, Claiming, i.Ticket) && state.Term is null => LookUpPlace(state),
        ElectionInput.LeaseReady i when Awaits(state, Claiming, i.Ticket) && state.Term is { } term =>
            new(state with { Phase = Starting }, [new StartServices(term)]),

        ElectionInput.ServicesStarted i when state.Phase == Starting && i.Term == state.Term =>
            new(state with { Phase = Leading }, []),
        ElectionInput.ServiceFailed i when state.IsLeading && i.Term == state.Term =>
            BeginStop(state with { Failures = state.Failures + 1 }, i.Reason),
        ElectionInput.TermProved i when i.Term == state.Term => new(state with { Failures = 0 }, []),
        ElectionInput.WasQuiet i when state.Phase == Waiting && i.Failures == state.Failures => new(state with { Failures = 0 }, []),

        ElectionInput.LeaseRanThin i when state.IsLeading && i.Term == state.Term => BeginStop(state, StopReason.LeaseRanThin),
        ElectionInput.CandidateDeleted i when i.Session == state.Session && i.Candidate == state.Candidate =>
            OnCandidateDeleted(state),

        ElectionInput.StopOverran i when state.Phase == Stopping && i.Term == state.Term && !state.StopOverran =>
            new(state with { StopOverran = true }, [new PunishOverrun(i.Term)]),
        ElectionInput.ServicesStopped i when state.Phase == Stopping && i.Term == state.Term => GiveUpPlace(state),

        ElectionInput.Released i when Awaits(state, HandingOver, i.Ticket) => OnReleased(state),
        ElectionInput.OperationFailed i when i.Ticket == state.Ticket => OnOperationFailed(state),
        ElectionInput.PauseOver i when Awaits(state, BackingOff, i.Ticket) => JoinQueue(state),

        ElectionInput.Resign i when state.IsLeading => BeginStop(state, StopReason.Resigned, i.Successor),
        ElectionInput.PreferredFound i when state.Phase == Leading && i.Term == state.Term =>
            BeginStop(state, StopReason.PreferredCandidate, i.Candidate),
        ElectionInput.SurplusFound i when state.Phase == Leading && i.Term == state.Term =>
            BeginStop(state, StopReason.Spread, i.Candidate),
        ElectionInput.StandBack i when !state.Holds.HasFlag(i.Hold) => OnStandBack(state with { Holds = state.Holds | i.Hold }, i.Hold),
        ElectionInput.ComeForward i when state.Holds.HasFlag(i.Hold) => OnComeForward(state with { Holds = state.Holds & ~i.Hold }),
        ElectionInput.Close when !state.Closing => OnClose(state with { Closing = true }),

        _ => ElectionTransition.None(state),
    };

    private static bool Awaits(ElectionState state, LeadershipPhase phase, long ticket) =>
        state.Phase == phase && state.Ticket == ticket;

    private static ElectionTransition OnSessionEstablished(ElectionState state, ElectionInput.SessionEstablished input)
    {
        state = state with { Session = input.Session, Eligible = input.Eligible };

        // In every other phase something of the last session is still going on; what ends it will join the queue.
        return state.Phase == Disconnected ? JoinQueue(state) : ElectionTransition.None(state);
    }

    private static ElectionTransition OnSessionLost(ElectionState state)
    {
        state = state with { Session = 0, Candidate = null, IsNext = false };
        return state.Phase switch
        {
            Starting or Leading => BeginStop(state, StopReason.SessionLost),
            HandingOver => OnReleased(state),
            Stopping or BackingOff or Closed => new(state, [new ReleaseLease()]),
            _ => new(
                state with { Phase = Disconnected, Ticket = state.NextTicket, Term = null }, [new CancelOperation(), new ReleaseLease()]),
        };
    }

    private static ElectionTransition JoinQueue(ElectionState state)
    {
        var phase = state.Closing ? Closed
            : state.Session == 0 ? Disconnected
            : state.MayStand ? Registering
            : Observing;
        state = state with { Phase = phase, Ticket = state.NextTicket, Ending = null };
        return new(state, phase == Registering ? [new Register(state.Ticket, state.HasStood)] : []);
    }

    private static ElectionTransition OnRegistered(ElectionState state, Term? term)
    {
        if (term is null)
        {
            return LookUpPlace(state);
        }

        var claimed = OnClaimed(state with { IsNext = true }, term);
        return new(claimed.State, [new KeepLease(state.Candidate!), .. claimed.Effects]);
    }

    private static ElectionTransition LookUpPlace(ElectionState state)
    {
        state = state with { Phase = Waiting, Ticket = state.NextTicket, IsNext = false };
        return new(state, [new LookUp(state.Ticket, state.Candidate!)]);
    }

    private static ElectionTransition OnQueued(ElectionState state, bool isNext) =>
        isNext && !state.IsNext
            ? new(state with { IsNext = true }, [new KeepLease(state.Candidate!)])
            : ElectionTransition.None(state);

    private static ElectionTransition BeginClaim(ElectionState state, bool isVacant = false)
    {
        state = state with { Phase = Claiming, Ticket = state.NextTicket, IsNext = true };
        return new(state, [new KeepLease(state.Candidate!), new Claim(state.Ticket, state.Candidate!, isVacant)]);
    }

    private static ElectionTransition OnClaimed(ElectionState state, Term term)
    {
        state = state with { Phase = Claiming, Ticket = state.NextTicket, Term = term };
        return new(state, [new AwaitLease(state.Ticket)]);
    }

    private static ElectionTransition BeginStop(ElectionState state, StopReason reason, string? successor = null)
    {
        state = state with { Phase = Stopping, Ticket = state.NextTicket, Ending = reason, Successor = successor };
        return new(state, [new StopServices(state.Term!, reason)]);
    }

    private static ElectionTransition OnCandidateDeleted(ElectionState state)
    {
        state = state with { Candidate = null, IsNext = false };
        return state.Phase switch
        {
            Starting or Leading => BeginStop(state, StopReason.CandidateDeleted),

            // The services are still stopping; that they have to stand back afterwards must not be forgotten.
            Stopping => new(state with { Ending = StopReason.CandidateDeleted }, [new ReleaseLease()]),
            HandingOver => OnReleased(state),
            _ => OnReleased(state with { Ending = StopReason.CandidateDeleted, Term = null }),
        };
    }

    /// <summary>Nothing of the term is running any more: out of the queue, then on with whatever is next.</summary>
    private static ElectionTransition GiveUpPlace(ElectionState state)
    {
        if (state.Candidate is not { } candidate)
        {
            return OnReleased(state with { Term = null, StopOverran = false });
        }

        state = state with { Phase = HandingOver, Ticket = state.NextTicket, Term = null, StopOverran = false };
        return new(state, [new HandOver(state.Ticket, candidate, state.Successor)]);
    }

    private static ElectionTransition Withdraw(ElectionState state)
    {
        state = state with { Phase = HandingOver, Ticket = state.NextTicket, Term = null };
        return new(state, [new Withdraw(state.Ticket)]);
    }

    private static ElectionTransition OnReleased(ElectionState state)
    {
        var reason = state.Ending;
        state = state with { Phase = BackingOff, Ticket = state.NextTicket, Candidate = null, IsNext = false, Successor = null, Ending = null };

        ElectionEffect? pause = reason switch
        {
            _ when state.Closing => null,

            // Whoever deleted the nodes of an election took away what keeps a leader and its successor apart. Only time does that now.
            StopReason.CandidateDeleted => new Quarantine(state.Ticket),
            _ when state.Failures > 0 => new BackOff(state.Ticket, state.Failures),
            _ => null,
        };

        if (pause is not null)
        {
            return new(state, [new CancelOperation(), new ReleaseLease(), pause]);
        }

        var joined = JoinQueue(state);
        return new(joined.State, [new CancelOperation(), new ReleaseLease(), .. joined.Effects]);
    }

    private static ElectionTransition OnOperationFailed(ElectionState state)
    {
        var failed = state with { Failures = state.Failures + 1 };
        return state.Phase switch
        {
            // A node left in the queue by a candidate that can't lead would block everybody behind it.
            Registering or Waiting or Claiming => Withdraw(failed),

            // On the way out the end of the session does it; otherwise the session has to go for this one node.
            HandingOver when state.Closing => OnReleased(failed),
            HandingOver => new(failed with { Ticket = failed.NextTicket }, [new RecycleSession()]),
            _ => ElectionTransition.None(state),
        };
    }

    /// <summary>In every other phase the node has no place, or is giving it up already; what ends that looks whether the node may stand.</summary>
    private static ElectionTransition OnStandBack(ElectionState state, Holds hold) => state.Phase switch
    {
        Starting or Leading => BeginStop(state, hold == Holds.Paused ? StopReason.Paused : StopReason.Unfit),
        Registering or Waiting or Claiming => Withdraw(state),
        _ => ElectionTransition.None(state),
    };

    private static ElectionTransition OnComeForward(ElectionState state) =>
        state.Phase == Observing && state.MayStand ? JoinQueue(state) : ElectionTransition.None(state);

    private static ElectionTransition OnClose(ElectionState state) => state.Phase switch
    {
        Starting or Leading => BeginStop(state, StopReason.Shutdown),
        Registering or Waiting or Claiming => Withdraw(state),

        // Begun anew, now with the little time that a shutdown leaves it. One that never led has no successor to name.
        HandingOver => state.Ending is null ? Withdraw(state) : GiveUpPlace(state),
        Stopping or Closed => ElectionTransition.None(state),
        _ => new(state with { Phase = Closed, Ticket = state.NextTicket }, [new CancelOperation(), new ReleaseLease()]),
    };
}
