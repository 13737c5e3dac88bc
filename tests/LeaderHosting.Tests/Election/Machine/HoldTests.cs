using LeaderHosting.Election;
using static LeaderHosting.Election.ElectionEffect;
using static LeaderHosting.Tests.Election.Machine.MachineStates;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>What keeps a node from standing may come and go in any phase. A place is given up for it, never while services run; in every other phase it is only remembered.</summary>
public sealed class HoldTests
{
    public static TheoryData<string> StateNames => [.. All.Keys];

    [Theory]
    [MemberData(nameof(StateNames))]
    public void A_pause_is_remembered_in_every_phase_and_gives_up_the_place(string name) => Holds_back(name, Holds.Paused, StopReason.Paused);

    [Theory]
    [MemberData(nameof(StateNames))]
    public void So_is_a_failed_health_check(string name) => Holds_back(name, Holds.Unfit, StopReason.Unfit);

    [Theory]
    [MemberData(nameof(StateNames))]
    public void Whoever_is_held_back_already_is_not_held_back_again(string name)
    {
        var before = All[name] with { Holds = Holds.Paused };

        var (after, effects) = ElectionMachine.Apply(before, new ElectionInput.StandBack(Holds.Paused));

        Assert.Equal(before, after);
        Assert.Empty(effects);
    }

    [Theory]
    [MemberData(nameof(StateNames))]
    public void Only_one_that_looks_on_joins_when_nothing_holds_it_back_any_more(string name)
    {
        var before = All[name] with { Holds = Holds.Unfit };
        var freed = before with { Holds = Holds.None };

        var (after, effects) = ElectionMachine.Apply(before, new ElectionInput.ComeForward(Holds.Unfit));

        if (before is { Phase: LeadershipPhase.Observing, Standing: true, Eligible: true })
        {
            Assert.Equal(freed.Step(LeadershipPhase.Registering), after);
            Assert.Equal([new Register(Ticket + 1)], effects);
        }
        else
        {
            Assert.Equal(freed, after);
            Assert.Empty(effects);
        }
    }

    [Fact]
    public void Both_holds_must_be_gone()
    {
        var (unfit, none) = ElectionMachine.Apply(PausedAndUnfit, new ElectionInput.ComeForward(Holds.Paused));
        var (fit, effects) = ElectionMachine.Apply(unfit, new ElectionInput.ComeForward(Holds.Unfit));

        Assert.Equal(PausedAndUnfit with { Holds = Holds.Unfit }, unfit);
        Assert.Empty(none);
        Assert.Equal(LeadershipPhase.Registering, fit.Phase);
        Assert.Single(effects);
    }

    /// <summary>What is not being held back is not let forward: a late answer of the health checks must not make a node join twice.</summary>
    [Theory]
    [MemberData(nameof(StateNames))]
    public void Whoever_is_not_held_back_does_not_come_forward(string name)
    {
        var before = All[name] with { Holds = Holds.None };

        var (after, effects) = ElectionMachine.Apply(before, new ElectionInput.ComeForward(Holds.Unfit));

        Assert.Equal(before, after);
        Assert.Empty(effects);
    }

    private static void Holds_back(string name, Holds hold, StopReason reason)
    {
        var before = All[name] with { Holds = Holds.None };
        var held = before with { Holds = hold };

        var (after, effects) = ElectionMachine.Apply(before, new ElectionInput.StandBack(hold));

        switch (before.Phase)
        {
            case LeadershipPhase.Starting or LeadershipPhase.Leading:
                Assert.Equal(held.Step(LeadershipPhase.Stopping) with { Ending = reason }, after);
                Assert.Equal([new StopServices(before.Term!, reason)], effects);
                break;
            case LeadershipPhase.Registering or LeadershipPhase.Waiting or LeadershipPhase.Claiming:
                Assert.Equal(held.Step(LeadershipPhase.HandingOver) with { Term = null }, after);
                Assert.Equal([new Withdraw(Ticket + 1)], effects);
                break;
            default:
                Assert.Equal(held, after);
                Assert.Empty(effects);
                break;
        }
    }
}
