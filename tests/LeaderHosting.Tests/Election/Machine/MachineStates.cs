using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>A typical state of every phase, and the ones that differ from it in something the rules look at.</summary>
internal static class MachineStates
{
    public const long Session = 7;
    public const long NewSession = 8;
    public const long Ticket = 40;
    public const string Candidate = "_c_a-latch-0000000003";

    public const string Other = "_c_b-latch-0000000005";

    public static readonly Term ThisTerm = new(5, 500);
    public static readonly Term FormerTerm = new(4, 400);

    public static readonly ElectionState Disconnected = new() { Ticket = Ticket };
    public static readonly ElectionState NoCandidate = Disconnected with { Standing = false };

    public static readonly ElectionState Observing = In(LeadershipPhase.Observing) with { Standing = false };
    public static readonly ElectionState Ineligible = In(LeadershipPhase.Observing) with { Eligible = false };

    public static readonly ElectionState Paused = In(LeadershipPhase.Observing) with { Holds = Holds.Paused };
    public static readonly ElectionState PausedAndUnfit = Paused with { Holds = Holds.Paused | Holds.Unfit };

    public static readonly ElectionState Registering = In(LeadershipPhase.Registering);

    public static readonly ElectionState Waiting = In(LeadershipPhase.Waiting) with { Candidate = Candidate };
    public static readonly ElectionState WaitingAfterFailures = Waiting with { Failures = 2 };
    public static readonly ElectionState Next = Waiting with { IsNext = true };

    public static readonly ElectionState Claiming = Next with { Phase = LeadershipPhase.Claiming };
    public static readonly ElectionState Claimed = Claiming with { Term = ThisTerm };

    public static readonly ElectionState Starting = Claimed with { Phase = LeadershipPhase.Starting };
    public static readonly ElectionState Leading = Claimed with { Phase = LeadershipPhase.Leading };

    public static readonly ElectionState Stopping = Claimed with { Phase = LeadershipPhase.Stopping, Ending = StopReason.Resigned };
    public static readonly ElectionState StoppingForAnother = Stopping with { Successor = Other };
    public static readonly ElectionState StoppingAfterFailure = Stopping with { Ending = StopReason.ServiceFailed, Failures = 1 };
    public static readonly ElectionState StoppingOverrun = Stopping with { StopOverran = true };
    public static readonly ElectionState StoppingDeleted = Stopping with
    {
        Ending = StopReason.CandidateDeleted,
        Candidate = null,
        IsNext = false,
    };

    public static readonly ElectionState StoppingWithoutSession = Stopping with
    {
        Ending = StopReason.SessionLost,
        Candidate = null,
        IsNext = false,
        Session = 0,
    };

    public static readonly ElectionState StoppingInNewSession = StoppingWithoutSession with { Session = NewSession };
    public static readonly ElectionState StoppingForGood = Stopping with { Ending = StopReason.Shutdown, Closing = true };

    public static readonly ElectionState HandingOver = Claiming with { Phase = LeadershipPhase.HandingOver, Ending = StopReason.Resigned };
    public static readonly ElectionState HandingOverToAnother = HandingOver with { Successor = Other };
    public static readonly ElectionState HandingOverAfterFailure = HandingOver with { Ending = StopReason.StartFailed, Failures = 2 };
    public static readonly ElectionState HandingOverForGood = HandingOver with { Ending = StopReason.Shutdown, Closing = true };
    public static readonly ElectionState Withdrawing = Waiting with { Phase = LeadershipPhase.HandingOver, Failures = 1 };
    public static readonly ElectionState WithdrawingUnregistered = Withdrawing with { Candidate = null };
    public static readonly ElectionState WithdrawingForGood = Withdrawing with { Failures = 0, Closing = true };

    public static readonly ElectionState BackingOff = In(LeadershipPhase.BackingOff) with { Failures = 1 };
    public static readonly ElectionState BackingOffWithoutSession = BackingOff with { Session = 0 };
    public static readonly ElectionState BackingOffIneligible = BackingOff with { Eligible = false };

    public static readonly ElectionState Closed = In(LeadershipPhase.Closed) with { Closing = true };

    public static readonly IReadOnlyDictionary<string, ElectionState> All = new Dictionary<string, ElectionState>(StringComparer.Ordinal)
    {
        [nameof(Disconnected)] = Disconnected,
        [nameof(NoCandidate)] = NoCandidate,
        [nameof(Observing)] = Observing,
        [nameof(Ineligible)] = Ineligible,
        [nameof(Paused)] = Paused,
        [nameof(PausedAndUnfit)] = PausedAndUnfit,
        [nameof(Registering)] = Registering,
        [nameof(Waiting)] = Waiting,
        [nameof(Next)] = Next,
        [nameof(Claiming)] = Claiming,
        [nameof(Claimed)] = Claimed,
        [nameof(Starting)] = Starting,
        [nameof(Leading)] = Leading,
        [nameof(Stopping)] = Stopping,
        [nameof(StoppingForAnother)] = StoppingForAnother,
        [nameof(StoppingAfterFailure)] = StoppingAfterFailure,
        [nameof(StoppingOverrun)] = StoppingOverrun,
        [nameof(StoppingDeleted)] = StoppingDeleted,
        [nameof(StoppingWithoutSession)] = StoppingWithoutSession,
        [nameof(StoppingInNewSession)] = StoppingInNewSession,
        [nameof(StoppingForGood)] = StoppingForGood,
        [nameof(HandingOver)] = HandingOver,
        [nameof(HandingOverToAnother)] = HandingOverToAnother,
        [nameof(HandingOverAfterFailure)] = HandingOverAfterFailure,
        [nameof(HandingOverForGood)] = HandingOverForGood,
        [nameof(Withdrawing)] = Withdrawing,
        [nameof(WithdrawingUnregistered)] = WithdrawingUnregistered,
        [nameof(WithdrawingForGood)] = WithdrawingForGood,
        [nameof(BackingOff)] = BackingOff,
        [nameof(BackingOffWithoutSession)] = BackingOffWithoutSession,
        [nameof(BackingOffIneligible)] = BackingOffIneligible,
        [nameof(Closed)] = Closed,
    };

    /// <summary>The state one step later.</summary>
    public static ElectionState Step(this ElectionState state, LeadershipPhase phase) =>
        state with { Phase = phase, Ticket = state.Ticket + 1 };

    private static ElectionState In(LeadershipPhase phase) => new() { Phase = phase, Session = Session, Ticket = Ticket };
}
