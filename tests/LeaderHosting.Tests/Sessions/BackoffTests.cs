using LeaderHosting.Sessions;

namespace LeaderHosting.Tests.Sessions;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(-1, 500)]
    [InlineData(1, 500)]
    [InlineData(2, 1_000)]
    [InlineData(3, 2_000)]
    [InlineData(7, 32_000)]
    [InlineData(8, 60_000)]
    [InlineData(1_000, 60_000)]
    [InlineData(int.MaxValue, 60_000)]
    public void Doubles_up_to_the_longest_pause_and_takes_at_least_half_of_it(int attempt, int bound)
    {
        for (var i = 0; i < 200; i++)
        {
            Assert.InRange(Backoff.Pause(attempt, First, Longest).TotalMilliseconds, bound / 2, bound);
        }
    }

    [Fact]
    public void Two_nodes_do_not_come_back_at_the_same_moment()
    {
        var pauses = Enumerable.Range(0, 20).Select(_ => Backoff.Pause(8, First, Longest)).Distinct();

        Assert.InRange(pauses.Count(), 15, 20);
    }
}
