using LeaderHosting.Election;
using static LeaderHosting.Election.ElectionEffect;
using static LeaderHosting.Tests.Election.Machine.MachineStates;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>Stopping and HandingOver: a term has ended, its services have to stop, and only then is the place given up.</summary>
public sealed class LeavingPhasesTests
{
    internal static readonly MachineTable Stopping = new()
    {
        ["stopped: hand over"] = Stopped(MachineStates.Stopping),
        ["stopped for another: hand over to it"] = Stopped(StoppingForAnother),
        ["stopped after a failure: hand over"] = Stopped(StoppingAfterFailure),
        ["stopped after all: hand over"] = Stopped(StoppingOverrun),
        ["stopped on shutdown: hand over"] = Stopped(StoppingForGood),
        ["stopped, the node was deleted: stand back"] = new(
            StoppingDeleted,
            new ElectionInput.ServicesStopped(ThisTerm),
            StoppingDeleted.Step(LeadershipPhase.BackingOff) with { Term = null, Ending = null },
            new CancelOperation(),
            new ReleaseLease(),
            new Quarantine(Ticket + 1)),
        ["stopped, without a session: wait for one"] = new(
            StoppingWithoutSession,
            new ElectionInput.ServicesStopped(ThisTerm),
            StoppingWithoutSession.Step(LeadershipPhase.BackingOff).Step(LeadershipPhase.Disconnected) with { Term = null, Ending = null },
            new CancelOperation(),
            new ReleaseLease()),
        ["stopped, in a new session: join the queue"] = new(
            StoppingInNewSession,
            new ElectionInput.ServicesStopped(ThisTerm),
            StoppingInNewSession.Step(LeadershipPhase.BackingOff).Step(LeadershipPhase.Registering) with { Term = null, Ending = null },
            new CancelOperation(),
            new ReleaseLease(),
            new Register(Ticket + 2)),
        ["a long term is a success"] = new(
            StoppingAfterFailure, new ElectionInput.TermProved(ThisTerm), StoppingAfterFailure with { Failures = 0 }),

        ["overrun"] = Overran(MachineStates.Stopping),
        ["overrun for another"] = Overran(StoppingForAnother),
        ["overrun after a failure"] = Overran(StoppingAfterFailure),
        ["overrun, the node was deleted"] = Overran(StoppingDeleted),
        ["overrun without a session"] = Overran(StoppingWithoutSession),
        ["overrun in a new session"] = Overran(StoppingInNewSession),
        ["overrun on shutdown"] = Overran(StoppingForGood),

        ["the session is lost: the services go on stopping"] = Lost(MachineStates.Stopping),
        ["the session is lost, another was named"] = Lost(StoppingForAnother),
        ["the session is lost after a failure"] = Lost(StoppingAfterFailure),
        ["the session is lost after an overrun"] = Lost(StoppingOverrun),
        ["the session is lost, the node was deleted before"] = Lost(StoppingDeleted),
        ["the new session is lost too"] = Lost(StoppingInNewSession),
        ["the session is lost on shutdown"] = Lost(StoppingForGood),

        ["the node is deleted meanwhile: remember to stand back"] = Deleted(MachineStates.Stopping),
        ["the node is deleted meanwhile, another was named"] = Deleted(StoppingForAnother),
        ["the node is deleted meanwhile, after a failure"] = Deleted(StoppingAfterFailure),
        ["the node is deleted meanwhile, after an overrun"] = Deleted(StoppingOverrun),
        ["the node is deleted meanwhile, on shutdown"] = Deleted(StoppingForGood),

        ["shutdown"] = Closing(MachineStates.Stopping),
        ["shutdown, another was named"] = Closing(StoppingForAnother),
        ["shutdown after a failure"] = Closing(StoppingAfterFailure),
        ["shutdown after an overrun"] = Closing(StoppingOverrun),
        ["shutdown, the node was deleted"] = Closing(StoppingDeleted),
        ["shutdown without a session"] = Closing(StoppingWithoutSession),
        ["shutdown in a new session"] = Closing(StoppingInNewSession),
    };

    internal static readonly MachineTable HandingOver = new()
    {
        ["released: join the queue again"] = Rejoin(MachineStates.HandingOver, new ElectionInput.Released(Ticket)),
        ["the node is gone already: join the queue again"] = Rejoin(
            MachineStates.HandingOver, new ElectionInput.CandidateDeleted(Session, Candidate)),
        ["released to another: join the queue again, and forget it"] = Rejoin(HandingOverToAnother, new ElectionInput.Released(Ticket)),
        ["the node is gone already, another was named: join the queue again"] = Rejoin(
            HandingOverToAnother, new ElectionInput.CandidateDeleted(Session, Candidate)),
        ["released after a failure: pause"] = Pause(HandingOverAfterFailure, new ElectionInput.Released(Ticket)),
        ["the node is gone after a failure: pause"] = Pause(
            HandingOverAfterFailure, new ElectionInput.CandidateDeleted(Session, Candidate)),
        ["withdrawn: pause"] = Pause(Withdrawing, new ElectionInput.Released(Ticket)),
        ["withdrawn, the node is gone: pause"] = Pause(Withdrawing, new ElectionInput.CandidateDeleted(Session, Candidate)),
        ["withdrawn before it was registered: pause"] = Pause(WithdrawingUnregistered, new ElectionInput.Released(Ticket)),
        ["released on shutdown"] = Close(HandingOverForGood, new ElectionInput.Released(Ticket)),
        ["the node is gone on shutdown"] = Close(HandingOverForGood, new ElectionInput.CandidateDeleted(Session, Candidate)),
        ["out of time on shutdown: the end of the session does it"] = Close(
            HandingOverForGood, new ElectionInput.OperationFailed(Ticket), s => s with { Failures = 1 }),
        ["the session is lost on shutdown"] = Close(
            HandingOverForGood, new ElectionInput.SessionLost(Session), s => s with { Session = 0 }),
        ["withdrawn on shutdown"] = Close(WithdrawingForGood, new ElectionInput.Released(Ticket)),
        ["withdrawn on shutdown, the node is gone"] = Close(
            WithdrawingForGood, new ElectionInput.CandidateDeleted(Session, Candidate)),
        ["out of time while withdrawing on shutdown"] = Close(
            WithdrawingForGood, new ElectionInput.OperationFailed(Ticket), s => s with { Failures = 1 }),
        ["the session is lost while withdrawing on shutdown"] = Close(
            WithdrawingForGood, new ElectionInput.SessionLost(Session), s => s with { Session = 0 }),

        ["the handover failed: the session has to go"] = Recycle(MachineStates.HandingOver),
        ["the handover to another failed: the session has to go"] = Recycle(HandingOverToAnother),
        ["the handover failed after a failure: the session has to go"] = Recycle(HandingOverAfterFailure),
        ["the withdrawal failed: the session has to go"] = Recycle(Withdrawing),
        ["the withdrawal failed before the registration: the session has to go"] = Recycle(WithdrawingUnregistered),

        ["the session is lost: wait for one"] = new(
            MachineStates.HandingOver,
            new ElectionInput.SessionLost(Session),
            MachineStates.HandingOver.Step(LeadershipPhase.BackingOff).Step(LeadershipPhase.Disconnected) with
            {
                Session = 0,
                Candidate = null,
                IsNext = false,
                Ending = null,
            },
            new CancelOperation(),
            new ReleaseLease()),
        ["the session is lost, another was named: wait for one"] = new(
            HandingOverToAnother,
            new ElectionInput.SessionLost(Session),
            MachineStates.HandingOver.Step(LeadershipPhase.BackingOff).Step(LeadershipPhase.Disconnected) with
            {
                Session = 0,
                Candidate = null,
                IsNext = false,
                Ending = null,
            },
            new CancelOperation(),
            new ReleaseLease()),
        ["the session is lost after a failure: pause"] = Pause(
            HandingOverAfterFailure, new ElectionInput.SessionLost(Session), s => s with { Session = 0 }),
        ["the session is lost while withdrawing: pause"] = Pause(
            Withdrawing, new ElectionInput.SessionLost(Session), s => s with { Session = 0 }),
        ["the session is lost while withdrawing before it was registered: pause"] = Pause(
            WithdrawingUnregistered, new ElectionInput.SessionLost(Session), s => s with { Session = 0 }),

        ["shutdown: the handover begins anew, in little time"] = HandOverAnew(MachineStates.HandingOver),
        ["shutdown: the handover to another begins anew"] = HandOverAnew(HandingOverToAnother),
        ["shutdown after a failure: the handover begins anew"] = HandOverAnew(HandingOverAfterFailure),
        ["shutdown while withdrawing: one that never led names no successor"] = WithdrawAnew(Withdrawing),
        ["shutdown while withdrawing before it was registered"] = WithdrawAnew(WithdrawingUnregistered),
    };

    public static TheoryData<string> StoppingNames => Stopping.Names;

    public static TheoryData<string> HandingOverNames => HandingOver.Names;

    [Theory]
    [MemberData(nameof(StoppingNames))]
    public void From_stopping(string cell) => Stopping[cell].Verify();

    [Theory]
    [MemberData(nameof(HandingOverNames))]
    public void From_handing_over(string cell) => HandingOver[cell].Verify();

    private static MachineCell Stopped(ElectionState before) => new(
        before,
        new ElectionInput.ServicesStopped(ThisTerm),
        before.Step(LeadershipPhase.HandingOver) with { Term = null, StopOverran = false },
        new HandOver(Ticket + 1, Candidate, before.Successor));

    private static MachineCell Overran(ElectionState before) =>
        new(before, new ElectionInput.StopOverran(ThisTerm), before with { StopOverran = true }, new PunishOverrun(ThisTerm));

    private static MachineCell Lost(ElectionState before) => new(
        before,
        new ElectionInput.SessionLost(before.Session),
        before with { Session = 0, Candidate = null, IsNext = false },
        new ReleaseLease());

    private static MachineCell Deleted(ElectionState before) => new(
        before,
        new ElectionInput.CandidateDeleted(Session, Candidate),
        before with { Candidate = null, IsNext = false, Ending = StopReason.CandidateDeleted },
        new ReleaseLease());

    private static MachineCell Closing(ElectionState before) =>
        new(before, new ElectionInput.Close(), before with { Closing = true });

    private static MachineCell Rejoin(ElectionState before, ElectionInput input) => new(
        before,
        input,
        before.Step(LeadershipPhase.BackingOff).Step(LeadershipPhase.Registering) with { Candidate = null, IsNext = false, Ending = null, Successor = null },
        new CancelOperation(),
        new ReleaseLease(),
        new Register(Ticket + 2));

    private static MachineCell Pause(ElectionState before, ElectionInput input, Func<ElectionState, ElectionState>? change = null)
    {
        var after = before.Step(LeadershipPhase.BackingOff) with { Candidate = null, IsNext = false, Ending = null };
        return new(
            before,
            input,
            change is null ? after : change(after),
            new CancelOperation(),
            new ReleaseLease(),
            new BackOff(Ticket + 1, before.Failures));
    }

    private static MachineCell Close(ElectionState before, ElectionInput input, Func<ElectionState, ElectionState>? change = null)
    {
        var after = before.Step(LeadershipPhase.BackingOff).Step(LeadershipPhase.Closed) with { Candidate = null, IsNext = false, Ending = null, Successor = null };
        return new(before, input, change is null ? after : change(after), new CancelOperation(), new ReleaseLease());
    }

    private static MachineCell Recycle(ElectionState before) => new(
        before,
        new ElectionInput.OperationFailed(Ticket),
        before.Step(LeadershipPhase.HandingOver) with { Failures = before.Failures + 1 },
        new RecycleSession());

    private static MachineCell HandOverAnew(ElectionState before) => new(
        before,
        new ElectionInput.Close(),
        before.Step(LeadershipPhase.HandingOver) with { Closing = true },
        new HandOver(Ticket + 1, Candidate, before.Successor));

    private static MachineCell WithdrawAnew(ElectionState before) => new(
        before,
        new ElectionInput.Close(),
        before.Step(LeadershipPhase.HandingOver) with { Closing = true },
        new Withdraw(Ticket + 1));
}
