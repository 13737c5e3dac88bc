using LeaderHosting.Election;
using static LeaderHosting.Election.ElectionEffect;
using static LeaderHosting.Tests.Election.Machine.MachineStates;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>Starting and Leading: services are being started or run. Whatever ends the term only ever stops them first.</summary>
public sealed class LeadingPhasesTests
{
    internal static readonly MachineTable Starting = new(Endings(MachineStates.Starting))
    {
        ["started"] = new(
            MachineStates.Starting,
            new ElectionInput.ServicesStarted(ThisTerm),
            MachineStates.Leading),
        ["a term that took long to start is a success all the same"] = new(
            MachineStates.Starting with { Failures = 2 },
            new ElectionInput.TermProved(ThisTerm),
            MachineStates.Starting),
    };

    internal static readonly MachineTable Leading = new(Endings(MachineStates.Leading))
    {
        ["a long term is a success: former failures are forgotten"] = new(
            MachineStates.Leading with { Failures = 2 },
            new ElectionInput.TermProved(ThisTerm),
            MachineStates.Leading),
        ["a preferred candidate is there"] = Ending(
            MachineStates.Leading,
            new ElectionInput.PreferredFound(ThisTerm, Other),
            StopReason.PreferredCandidate,
            s => s with { Successor = Other }),
        ["it is given up, to spread the work"] = Ending(
            MachineStates.Leading,
            new ElectionInput.SurplusFound(ThisTerm, Other),
            StopReason.Spread,
            s => s with { Successor = Other }),
    };

    public static TheoryData<string> StartingNames => Starting.Names;

    public static TheoryData<string> LeadingNames => Leading.Names;

    [Theory]
    [MemberData(nameof(StartingNames))]
    public void From_starting(string cell) => Starting[cell].Verify();

    [Theory]
    [MemberData(nameof(LeadingNames))]
    public void From_leading(string cell) => Leading[cell].Verify();

    private static MachineTable Endings(ElectionState before) => new()
    {
        ["the lease runs thin"] = Ending(before, new ElectionInput.LeaseRanThin(ThisTerm), StopReason.LeaseRanThin),
        ["resigned"] = Ending(before, new ElectionInput.Resign(), StopReason.Resigned),
        ["resigned in favour of another"] = Ending(
            before, new ElectionInput.Resign(Other), StopReason.Resigned, s => s with { Successor = Other }),
        ["a start failed"] = Ending(
            before, new ElectionInput.ServiceFailed(ThisTerm, StopReason.StartFailed), StopReason.StartFailed, s => s with { Failures = 1 }),
        ["a service failed"] = Ending(
            before, new ElectionInput.ServiceFailed(ThisTerm, StopReason.ServiceFailed), StopReason.ServiceFailed, s => s with { Failures = 1 }),
        ["shutdown"] = Ending(before, new ElectionInput.Close(), StopReason.Shutdown, s => s with { Closing = true }),
        ["the session is lost"] = Ending(
            before,
            new ElectionInput.SessionLost(Session),
            StopReason.SessionLost,
            s => s with { Session = 0, Candidate = null, IsNext = false }),
        ["the own node is gone"] = Ending(
            before,
            new ElectionInput.CandidateDeleted(Session, Candidate),
            StopReason.CandidateDeleted,
            s => s with { Candidate = null, IsNext = false }),
    };

    private static MachineCell Ending(
        ElectionState before, ElectionInput input, StopReason reason, Func<ElectionState, ElectionState>? change = null)
    {
        var after = before.Step(LeadershipPhase.Stopping) with { Ending = reason };
        return new(before, input, change is null ? after : change(after), new StopServices(ThisTerm, reason));
    }
}
