using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>Long random histories against a world that answers, fails, loses sessions and repeats itself. A failure names its seed.</summary>
public sealed class RandomWalkTests
{
    private const int Steps = 400;
    private const int WalksPerBatch = 250;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 8)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void No_history_breaks_a_rule_or_wedges_the_election(int batch)
    {
        for (var seed = batch * WalksPerBatch; seed < (batch + 1) * WalksPerBatch; seed++)
        {
            var walk = new RandomWalk(seed, standing: seed % 10 != 0);
            walk.Run(Steps);
            walk.SettleDown();
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void After_close_every_history_ends_closed(int batch)
    {
        for (var seed = batch * WalksPerBatch; seed < (batch + 1) * WalksPerBatch; seed++)
        {
            var walk = new RandomWalk(seed, standing: true);
            walk.Run(seed % 120);
            walk.Close();
        }
    }

    /// <summary>The walks have to come everywhere, or they would prove little.</summary>
    [Fact]
    public void The_walks_visit_every_phase_and_every_effect()
    {
        var phases = new HashSet<LeadershipPhase>();
        var effects = new HashSet<Type>();
        for (var seed = 0; seed < 100; seed++)
        {
            var walk = new RandomWalk(seed, standing: seed % 10 != 0);
            walk.Run(Steps);
            walk.Close();
            phases.UnionWith(walk.VisitedPhases);
            effects.UnionWith(walk.SeenEffects);
        }

        Assert.Equal(Enum.GetValues<LeadershipPhase>().Order(), phases.Order());
        Assert.Equal(
            typeof(ElectionEffect).GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal),
            effects.Select(t => t.Name).Order(StringComparer.Ordinal));
    }
}
