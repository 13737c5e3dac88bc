using LeaderHosting.Election;
using static LeaderHosting.Election.ElectionEffect;
using static LeaderHosting.Tests.Election.Machine.MachineStates;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>Disconnected, Observing, BackingOff and Closed: nothing of an election is going on.</summary>
public sealed class QuietPhasesTests
{
    internal static readonly MachineTable Disconnected = new()
    {
        ["a session: join the queue"] = new(
            MachineStates.Disconnected,
            new ElectionInput.SessionEstablished(NewSession, Eligible: true),
            MachineStates.Disconnected.Step(LeadershipPhase.Registering) with { Session = NewSession },
            new Register(Ticket + 1)),
        ["a session too short for the stop budget: look on"] = new(
            MachineStates.Disconnected,
            new ElectionInput.SessionEstablished(NewSession, Eligible: false),
            MachineStates.Disconnected.Step(LeadershipPhase.Observing) with { Session = NewSession, Eligible = false }),
        ["shutdown"] = new(
            MachineStates.Disconnected,
            new ElectionInput.Close(),
            MachineStates.Disconnected.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
        ["a session for one that is no candidate: look on"] = new(
            NoCandidate,
            new ElectionInput.SessionEstablished(NewSession, Eligible: true),
            NoCandidate.Step(LeadershipPhase.Observing) with { Session = NewSession }),
        ["a short session for one that is no candidate: look on"] = new(
            NoCandidate,
            new ElectionInput.SessionEstablished(NewSession, Eligible: false),
            NoCandidate.Step(LeadershipPhase.Observing) with { Session = NewSession, Eligible = false }),
        ["shutdown of one that is no candidate"] = new(
            NoCandidate,
            new ElectionInput.Close(),
            NoCandidate.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
    };

    internal static readonly MachineTable Observing = new()
    {
        ["the session is lost"] = new(
            MachineStates.Observing,
            new ElectionInput.SessionLost(Session),
            MachineStates.Observing.Step(LeadershipPhase.Disconnected) with { Session = 0 },
            new CancelOperation(),
            new ReleaseLease()),
        ["shutdown"] = new(
            MachineStates.Observing,
            new ElectionInput.Close(),
            MachineStates.Observing.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
        ["the session that was too short is lost"] = new(
            Ineligible,
            new ElectionInput.SessionLost(Session),
            Ineligible.Step(LeadershipPhase.Disconnected) with { Session = 0 },
            new CancelOperation(),
            new ReleaseLease()),
        ["shutdown of one that may not lead"] = new(
            Ineligible,
            new ElectionInput.Close(),
            Ineligible.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
        ["the session of one that is paused is lost"] = new(
            Paused,
            new ElectionInput.SessionLost(Session),
            Paused.Step(LeadershipPhase.Disconnected) with { Session = 0 },
            new CancelOperation(),
            new ReleaseLease()),
        ["shutdown of one that is paused"] = new(
            Paused,
            new ElectionInput.Close(),
            Paused.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
        ["the session of one that is held back twice is lost"] = new(
            PausedAndUnfit,
            new ElectionInput.SessionLost(Session),
            PausedAndUnfit.Step(LeadershipPhase.Disconnected) with { Session = 0 },
            new CancelOperation(),
            new ReleaseLease()),
        ["shutdown of one that is held back twice"] = new(
            PausedAndUnfit,
            new ElectionInput.Close(),
            PausedAndUnfit.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
    };

    internal static readonly MachineTable BackingOff = new()
    {
        ["the pause is over: join the queue"] = new(
            MachineStates.BackingOff,
            new ElectionInput.PauseOver(Ticket),
            MachineStates.BackingOff.Step(LeadershipPhase.Registering),
            new Register(Ticket + 1)),
        ["the pause is over, without a session"] = new(
            BackingOffWithoutSession,
            new ElectionInput.PauseOver(Ticket),
            BackingOffWithoutSession.Step(LeadershipPhase.Disconnected)),
        ["the pause is over, in a session too short"] = new(
            BackingOffIneligible,
            new ElectionInput.PauseOver(Ticket),
            BackingOffIneligible.Step(LeadershipPhase.Observing)),
        ["the session is lost: the pause goes on"] = new(
            MachineStates.BackingOff,
            new ElectionInput.SessionLost(Session),
            BackingOffWithoutSession,
            new ReleaseLease()),
        ["a short session is lost: the pause goes on"] = new(
            BackingOffIneligible,
            new ElectionInput.SessionLost(Session),
            BackingOffIneligible with { Session = 0 },
            new ReleaseLease()),
        ["shutdown"] = new(
            MachineStates.BackingOff,
            new ElectionInput.Close(),
            MachineStates.BackingOff.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
        ["shutdown without a session"] = new(
            BackingOffWithoutSession,
            new ElectionInput.Close(),
            BackingOffWithoutSession.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
        ["shutdown in a short session"] = new(
            BackingOffIneligible,
            new ElectionInput.Close(),
            BackingOffIneligible.Step(LeadershipPhase.Closed) with { Closing = true },
            new CancelOperation(),
            new ReleaseLease()),
    };

    internal static readonly MachineTable Closed = new()
    {
        ["the session is lost"] = new(
            MachineStates.Closed,
            new ElectionInput.SessionLost(Session),
            MachineStates.Closed with { Session = 0 },
            new ReleaseLease()),
    };

    public static TheoryData<string> DisconnectedNames => Disconnected.Names;

    public static TheoryData<string> ObservingNames => Observing.Names;

    public static TheoryData<string> BackingOffNames => BackingOff.Names;

    public static TheoryData<string> ClosedNames => Closed.Names;

    [Theory]
    [MemberData(nameof(DisconnectedNames))]
    public void From_disconnected(string cell) => Disconnected[cell].Verify();

    [Theory]
    [MemberData(nameof(ObservingNames))]
    public void From_observing(string cell) => Observing[cell].Verify();

    [Theory]
    [MemberData(nameof(BackingOffNames))]
    public void From_backing_off(string cell) => BackingOff[cell].Verify();

    [Theory]
    [MemberData(nameof(ClosedNames))]
    public void From_closed(string cell) => Closed[cell].Verify();
}
