using LeaderHosting.ZooKeeper.Hosts;

namespace LeaderHosting.ZooKeeper.Tests.Hosts;

public sealed class RetryScheduleTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Nothing_is_waited_for_until_every_server_was_tried()
    {
        var schedule = new RetrySchedule(hostCount: 3, Second, new LargestRandom());
        Assert.Equal(TimeSpan.Zero, schedule.OnFailure());
        Assert.Equal(TimeSpan.Zero, schedule.OnFailure());
        Assert.NotEqual(TimeSpan.Zero, schedule.OnFailure());
        Assert.Equal(TimeSpan.Zero, schedule.OnFailure());
    }

    [Fact]
    public void The_longest_wait_doubles_with_each_round_up_to_the_longest_of_all()
    {
        var schedule = new RetrySchedule(hostCount: 1, Second, new LargestRandom());
        var waits = Enumerable.Range(0, 100).Select(_ => Math.Round(schedule.OnFailure().TotalMilliseconds)).ToList();
        Assert.Equal([100, 200, 400, 800, 1000, 1000], waits.Take(6));
        Assert.All(waits.Skip(6), wait => Assert.Equal(1000, wait));

        schedule.Reset();
        Assert.Equal(100, Math.Round(schedule.OnFailure().TotalMilliseconds));
    }

    [Fact]
    public void The_wait_is_any_part_of_the_longest()
    {
        var random = new Random(1);
        var waits = Enumerable.Range(0, 1000).Select(_ => new RetrySchedule(1, Second, random).OnFailure().TotalMilliseconds).ToList();
        Assert.All(waits, wait => Assert.InRange(wait, 0, 100));
        Assert.Contains(waits, wait => wait < 10);
        Assert.Contains(waits, wait => wait > 90);
    }

    [Fact]
    public void The_ring_goes_through_all_servers_before_it_repeats_one()
    {
        ZooKeeperHost[] hosts = [new("a", 1), new("b", 1), new("c", 1)];
        var ring = new HostRing(hosts, new Random(7));
        var round = new[] { ring.Next(), ring.Next(), ring.Next() };
        Assert.Equal(hosts, round.OrderBy(host => host.Host, StringComparer.Ordinal));
        Assert.Equal(round, new[] { ring.Next(), ring.Next(), ring.Next() });

        var firsts = Enumerable.Range(0, 100).Select(seed => new HostRing(hosts, new Random(seed)).Next()).Distinct();
        Assert.Equal(3, firsts.Count());
    }

    private sealed class LargestRandom : Random
    {
        public override double NextDouble() => 0.999_999;
    }
}
