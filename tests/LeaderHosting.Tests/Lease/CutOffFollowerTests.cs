namespace LeaderHosting.Tests.Lease;

/// <summary>The lease against an ensemble that takes every freedom ZooKeeper's rules leave it.</summary>
public sealed class CutOffFollowerTests
{
    private const int Histories = 2_000;
    private const long TickPromised = EnsembleSimulation.Timeout / 4;

    [Theory]
    [InlineData(TickPromised, "a session timeout of two ticks, the least there is: a ping every T/4")]
    [InlineData(TickPromised * 103 / 100, "the same, and the leader's pings come 3 % late")]
    [InlineData(TickPromised * 2 / 5, "the usual: a tick of 2 s and a timeout of 10 s")]
    public void The_lease_ends_before_the_ensemble_gives_the_session_away(long pingPeriod, string ensemble)
    {
        var longest = long.MinValue;
        var extensions = 0;
        for (var seed = 0; seed < Histories; seed++)
        {
            var simulation = new EnsembleSimulation(seed, pingPeriod);
            simulation.Run();

            longest = Math.Max(longest, simulation.LongestOverrun);
            extensions += simulation.Extensions;
            Assert.True(
                simulation.LongestOverrun <= 0,
                $"{ensemble}, seed {seed}: the lease outlasts the session by {TimeSpan.FromTicks(simulation.LongestOverrun).TotalMilliseconds} ms");
        }

        Assert.True(extensions > 10 * Histories, $"only {extensions} extensions: these histories prove little");
    }

    [Fact]
    public void Rules_that_trust_every_answer_or_every_commit_do_not_hold()
    {
        var simulations = Enumerable.Range(0, 200).Select(seed => new EnsembleSimulation(seed, TickPromised)).ToList();
        simulations.ForEach(s => s.Run());

        // So these histories can tell a safe rule from an unsafe one.
        Assert.True(simulations.Max(s => s.LongestNaiveOverrun) > EnsembleSimulation.Timeout / 4, "the naive rule was never broken by much");
        Assert.True(simulations.Max(s => s.LongestCommitOnlyOverrun) > 0, "the rule of commits alone was never broken");
    }
}
