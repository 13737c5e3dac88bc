using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>One cell of the machine's table: a state and an input that moves it.</summary>
internal sealed record MachineCell(ElectionState Before, ElectionInput Input, ElectionState After, params ElectionEffect[] Effects)
{
    public void Verify()
    {
        var (state, effects) = ElectionMachine.Apply(Before, Input);

        Assert.Equal(After, state);
        Assert.Equal(Effects, effects);
    }
}
