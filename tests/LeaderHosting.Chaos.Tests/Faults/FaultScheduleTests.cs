using LeaderHosting.Chaos.Faults;

namespace LeaderHosting.Chaos.Tests.Faults;

public class FaultScheduleTests
{
    private const int Rounds = 200;
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(3);

    [Fact]
    public void The_same_seed_makes_the_same_faults() => Assert.Equal(FaultsOf(7), FaultsOf(7));

    [Fact]
    public void Another_seed_makes_other_faults() => Assert.NotEqual(FaultsOf(7), FaultsOf(8));

    [Fact]
    public void Every_kind_comes_up() =>
        Assert.Equal(Enum.GetValues<FaultKind>(), FaultsOf(7).Select(static fault => fault.Kind).Distinct().Order());

    [Fact]
    public void A_soak_ends_no_process()
    {
        var kinds = FaultsOf(7, endProcesses: false).Select(static fault => fault.Kind).Distinct().Order();

        Assert.Equal(
            Enum.GetValues<FaultKind>().Except([FaultKind.KillCandidate, FaultKind.TerminateCandidate, FaultKind.HangStop]),
            kinds);
    }

    [Fact]
    public void Faults_are_shorter_and_longer_than_a_session_timeout_and_always_end()
    {
        var faults = FaultsOf(7);

        Assert.Contains(faults, static fault => fault.Lasts < SessionTimeout / 2);
        Assert.Contains(faults, static fault => fault.Lasts > SessionTimeout * 2);
        Assert.All(faults, static fault => Assert.InRange(fault.Lasts, TimeSpan.Zero, SessionTimeout * 3));
    }

    private static List<Fault> FaultsOf(int seed, bool endProcesses = true)
    {
        var schedule = new FaultSchedule(seed, SessionTimeout, endProcesses);
        return [.. Enumerable.Range(0, Rounds).SelectMany(_ => schedule.NextRound())];
    }
}
