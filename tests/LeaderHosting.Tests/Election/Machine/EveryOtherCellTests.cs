using LeaderHosting.Election;
using static LeaderHosting.Tests.Election.Machine.MachineStates;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>What stands in no table changes nothing: stale tickets, sessions and terms, and inputs of another phase.</summary>
public sealed class EveryOtherCellTests
{
    private static readonly MachineTable[] Tables =
    [
        QuietPhasesTests.Disconnected,
        QuietPhasesTests.Observing,
        QuietPhasesTests.BackingOff,
        QuietPhasesTests.Closed,
        QueuePhasesTests.Registering,
        QueuePhasesTests.Waiting,
        QueuePhasesTests.Claiming,
        LeadingPhasesTests.Starting,
        LeadingPhasesTests.Leading,
        LeavingPhasesTests.Stopping,
        LeavingPhasesTests.HandingOver,
    ];

    public static TheoryData<string> StateNames => [.. All.Keys];

    [Theory]
    [MemberData(nameof(StateNames))]
    public void Changes_nothing(string name)
    {
        var before = All[name];
        var moving = Tables.SelectMany(t => t.Values).Where(c => c.Before == before).Select(c => c.Input).ToHashSet();
        var inert = Inputs(before).Where(i => !moving.Contains(i)).ToList();

        foreach (var input in inert)
        {
            var (after, effects) = ElectionMachine.Apply(before, input);

            Assert.True(before == after && effects.Count == 0, $"{input} moved {before} to {after}: {string.Join(", ", effects)}");
        }

        // The tables and the inputs here have to speak of the same things, or the rest would prove little.
        Assert.Equal(moving.Count, Inputs(before).Count(moving.Contains));
    }

    /// <summary>A session may come in any phase; only a node that waits for one does anything about it.</summary>
    [Theory]
    [MemberData(nameof(StateNames))]
    public void A_new_session_is_only_remembered_unless_it_is_waited_for(string name)
    {
        var before = All[name];
        if (before.Phase == LeadershipPhase.Disconnected)
        {
            return;
        }

        foreach (var eligible in new[] { true, false })
        {
            var (after, effects) = ElectionMachine.Apply(before, new ElectionInput.SessionEstablished(99, eligible));

            Assert.Equal(before with { Session = 99, Eligible = eligible }, after);
            Assert.Empty(effects);
        }
    }

    [Fact]
    public void Every_phase_has_a_state() =>
        Assert.Equal(Enum.GetValues<LeadershipPhase>().Order(), All.Values.Select(s => s.Phase).Distinct().Order());

    private static IEnumerable<ElectionInput> Inputs(ElectionState state)
    {
        if (state.Phase == LeadershipPhase.Disconnected)
        {
            yield return new ElectionInput.SessionEstablished(NewSession, Eligible: true);
            yield return new ElectionInput.SessionEstablished(NewSession, Eligible: false);
        }

        foreach (var session in new[] { state.Session, 6, 99 }.Where(s => s != 0))
        {
            yield return new ElectionInput.SessionLost(session);
            yield return new ElectionInput.CandidateDeleted(session, Candidate);
            yield return new ElectionInput.CandidateDeleted(session, "_c_b-latch-0000000002");
        }

        foreach (var ticket in new[] { state.Ticket, state.Ticket - 1, state.Ticket + 1, 0 })
        {
            yield return new ElectionInput.Registered(ticket, Candidate);
            yield return new ElectionInput.Registered(ticket, Candidate, ThisTerm);
            yield return new ElectionInput.Queued(ticket, IsNext: true);
            yield return new ElectionInput.Queued(ticket, IsNext: false);
            yield return new ElectionInput.AtHead(ticket);
            yield return new ElectionInput.PredecessorGone(ticket);
            yield return new ElectionInput.PredecessorChanged(ticket);
            yield return new ElectionInput.PredecessorLeads(ticket);
            yield return new ElectionInput.Claimed(ticket, ThisTerm);
            yield return new ElectionInput.Passed(ticket);
            yield return new ElectionInput.PlaceLost(ticket);
            yield return new ElectionInput.LeaseReady(ticket);
            yield return new ElectionInput.Released(ticket);
            yield return new ElectionInput.OperationFailed(ticket);
            yield return new ElectionInput.PauseOver(ticket);
        }

        foreach (var term in new[] { ThisTerm, FormerTerm })
        {
            yield return new ElectionInput.LeaseRanThin(term);
            yield return new ElectionInput.ServicesStarted(term);
            yield return new ElectionInput.ServiceFailed(term, StopReason.StartFailed);
            yield return new ElectionInput.ServiceFailed(term, StopReason.ServiceFailed);
            yield return new ElectionInput.ServicesStopped(term);
            yield return new ElectionInput.StopOverran(term);
            yield return new ElectionInput.TermProved(term);
            yield return new ElectionInput.PreferredFound(term, Other);
            yield return new ElectionInput.SurplusFound(term, Other);
        }

        yield return new ElectionInput.WasQuiet(state.Failures + 1);
        if (state.Failures > 0)
        {
            yield return new ElectionInput.WasQuiet(state.Failures);
        }

        yield return new ElectionInput.Resign();
        yield return new ElectionInput.Resign(Other);
        yield return new ElectionInput.Close();
    }
}
