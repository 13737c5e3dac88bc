using LeaderHosting.Election;
using static LeaderHosting.Election.ElectionEffect;
using static LeaderHosting.Tests.Election.Machine.MachineStates;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>Registering, Waiting and Claiming: in the queue, with no services yet.</summary>
public sealed class QueuePhasesTests
{
    internal static readonly MachineTable Registering = new()
    {
        ["registered: look up the place"] = new(
            MachineStates.Registering,
            new ElectionInput.Registered(Ticket, Candidate),
            MachineStates.Registering.Step(LeadershipPhase.Waiting) with { Candidate = Candidate, HasStood = true },
            new LookUp(Ticket + 1, Candidate)),
        ["registered where nobody else stands: that was the claim as well"] = new(
            MachineStates.Registering,
            new ElectionInput.Registered(Ticket, Candidate, ThisTerm),
            MachineStates.Registering.Step(LeadershipPhase.Claiming) with { Candidate = Candidate, HasStood = true, IsNext = true, Term = ThisTerm },
            new KeepLease(Candidate),
            new AwaitLease(Ticket + 1)),
        ["failed: the node may be there all the same"] = new(
            MachineStates.Registering,
            new ElectionInput.OperationFailed(Ticket),
            MachineStates.Registering.Step(LeadershipPhase.HandingOver) with { Failures = 1 },
            new Withdraw(Ticket + 1)),
        ["shutdown: the node may be there already"] = new(
            MachineStates.Registering,
            new ElectionInput.Close(),
            MachineStates.Registering.Step(LeadershipPhase.HandingOver) with { Closing = true },
            new Withdraw(Ticket + 1)),
        ["the session is lost"] = Lost(MachineStates.Registering),
    };

    internal static readonly MachineTable Waiting = new()
    {
        ["behind several: watch only"] = new(
            MachineStates.Waiting with { Failures = 1 },
            new ElectionInput.PredecessorChanged(Ticket),
            MachineStates.Waiting.Step(LeadershipPhase.Waiting) with { Failures = 1 },
            new LookUp(Ticket + 1, Candidate)),
        ["behind the first: keep the lease warm"] = new(
            MachineStates.Waiting,
            new ElectionInput.Queued(Ticket, IsNext: true),
            Next,
            new KeepLease(Candidate)),
        ["the one before leads: keep the lease warm"] = new(
            MachineStates.Waiting,
            new ElectionInput.PredecessorLeads(Ticket),
            Next,
            new KeepLease(Candidate)),
        ["at the head: claim"] = new(
            MachineStates.Waiting,
            new ElectionInput.AtHead(Ticket),
            MachineStates.Waiting.Step(LeadershipPhase.Claiming) with { IsNext = true },
            new KeepLease(Candidate),
            new Claim(Ticket + 1, Candidate)),
        ["the one before is gone, and was not the first: look again"] = new(
            MachineStates.Waiting,
            new ElectionInput.PredecessorGone(Ticket),
            MachineStates.Waiting.Step(LeadershipPhase.Waiting),
            new LookUp(Ticket + 1, Candidate)),
        ["the first, right before this one, is gone: claim without asking"] = new(
            Next,
            new ElectionInput.PredecessorGone(Ticket),
            Next.Step(LeadershipPhase.Claiming),
            new KeepLease(Candidate),
            new Claim(Ticket + 1, Candidate, IsVacant: true)),
        ["at the head after all: claim"] = new(
            Next,
            new ElectionInput.AtHead(Ticket),
            Next.Step(LeadershipPhase.Claiming),
            new KeepLease(Candidate),
            new Claim(Ticket + 1, Candidate)),
        ["the watch is used up: look again"] = new(
            MachineStates.Waiting,
            new ElectionInput.PredecessorChanged(Ticket),
            MachineStates.Waiting.Step(LeadershipPhase.Waiting),
            new LookUp(Ticket + 1, Candidate)),
        ["the watch of the next in line is used up: look again"] = new(
            Next,
            new ElectionInput.PredecessorChanged(Ticket),
            Next.Step(LeadershipPhase.Waiting) with { IsNext = false },
            new LookUp(Ticket + 1, Candidate)),
        ["a long wait in peace: former failures are forgotten"] = new(
            WaitingAfterFailures,
            new ElectionInput.WasQuiet(WaitingAfterFailures.Failures),
            MachineStates.Waiting),
        ["the look-up failed: out of the way"] = Failed(MachineStates.Waiting),
        ["the look-up of the next in line failed: out of the way"] = Failed(Next),
        ["the own node is gone: stand back"] = Deleted(MachineStates.Waiting),
        ["the own node of the next in line is gone: stand back"] = Deleted(Next),
        ["the session is lost"] = Lost(MachineStates.Waiting),
        ["the session of the next in line is lost"] = Lost(Next),
        ["shutdown"] = Closing(MachineStates.Waiting),
        ["shutdown of the next in line"] = Closing(Next),
    };

    internal static readonly MachineTable Claiming = new()
    {
        ["claimed: wait for the lease"] = new(
            MachineStates.Claiming,
            new ElectionInput.Claimed(Ticket, ThisTerm),
            Claimed with { Ticket = Ticket + 1 },
            new AwaitLease(Ticket + 1)),
        ["the answer to the present step is a claim: wait for the lease"] = new(
            Claimed,
            new ElectionInput.Claimed(Ticket, ThisTerm),
            Claimed with { Ticket = Ticket + 1 },
            new AwaitLease(Ticket + 1)),
        ["the lease is there: start"] = new(
            Claimed,
            new ElectionInput.LeaseReady(Ticket),
            Claimed with { Phase = LeadershipPhase.Starting },
            new StartServices(ThisTerm)),
        ["a long term is a success"] = new(
            Claimed with { Failures = 3 },
            new ElectionInput.TermProved(ThisTerm),
            Claimed),
        ["the claim failed: out of the way"] = Failed(MachineStates.Claiming),
        ["another was named: out of its way, and to the end of the queue"] = new(
            MachineStates.Claiming,
            new ElectionInput.Passed(Ticket),
            MachineStates.Claiming.Step(LeadershipPhase.HandingOver),
            new Withdraw(Ticket + 1)),
        ["it is not its turn after all: look again"] = new(
            MachineStates.Claiming,
            new ElectionInput.PlaceLost(Ticket),
            MachineStates.Claiming.Step(LeadershipPhase.Waiting) with { IsNext = false },
            new LookUp(Ticket + 1, Candidate)),
        ["waiting for the lease failed: out of the way"] = Failed(Claimed),
        ["the own node is gone: stand back"] = Deleted(MachineStates.Claiming),
        ["the own node is gone after the claim: stand back"] = Deleted(Claimed),
        ["the session is lost"] = Lost(MachineStates.Claiming),
        ["the session is lost after the claim"] = Lost(Claimed),
        ["shutdown"] = Closing(MachineStates.Claiming),
        ["shutdown after the claim: no services were started"] = Closing(Claimed),
    };

    public static TheoryData<string> RegisteringNames => Registering.Names;

    public static TheoryData<string> WaitingNames => Waiting.Names;

    public static TheoryData<string> ClaimingNames => Claiming.Names;

    [Theory]
    [MemberData(nameof(RegisteringNames))]
    public void From_registering(string cell) => Registering[cell].Verify();

    [Theory]
    [MemberData(nameof(WaitingNames))]
    public void From_waiting(string cell) => Waiting[cell].Verify();

    [Theory]
    [MemberData(nameof(ClaimingNames))]
    public void From_claiming(string cell) => Claiming[cell].Verify();

    private static MachineCell Lost(ElectionState before) => new(
        before,
        new ElectionInput.SessionLost(Session),
        before.Step(LeadershipPhase.Disconnected) with { Session = 0, Candidate = null, IsNext = false, Term = null },
        new CancelOperation(),
        new ReleaseLease());

    private static MachineCell Failed(ElectionState before) => new(
        before,
        new ElectionInput.OperationFailed(Ticket),
        before.Step(LeadershipPhase.HandingOver) with { Failures = 1, Term = null },
        new Withdraw(Ticket + 1));

    private static MachineCell Deleted(ElectionState before) => new(
        before,
        new ElectionInput.CandidateDeleted(Session, Candidate),
        before.Step(LeadershipPhase.BackingOff) with { Candidate = null, IsNext = false, Term = null },
        new CancelOperation(),
        new ReleaseLease(),
        new Quarantine(Ticket + 1));

    private static MachineCell Closing(ElectionState before) => new(
        before,
        new ElectionInput.Close(),
        before.Step(LeadershipPhase.HandingOver) with { Closing = true, Term = null },
        new Withdraw(Ticket + 1));
}
