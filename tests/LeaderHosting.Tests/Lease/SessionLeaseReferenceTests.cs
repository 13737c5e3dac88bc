using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Lease;

/// <summary>Random traffic over random connections: the lease must never be longer than the rule allows, nor much shorter.</summary>
public sealed class SessionLeaseReferenceTests
{
    private const long Timeout = 10 * TimeSpan.TicksPerSecond;

    // Requests that come closer together than this are not told apart.
    private const long Grain = Timeout / 64;

    public static TheoryData<int> Batches => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Batches))]
    public void Agrees_with_the_rule_word_for_word(int batch)
    {
        var extensions = 0;
        for (var seed = batch * 20; seed < (batch + 1) * 20; seed++)
        {
            extensions += Compare(seed);
        }

        Assert.True(extensions > 100, $"only {extensions} extensions: this traffic proves little");
    }

    private static int Compare(int seed)
    {
        var random = new Random(seed);
        var clock = new ManualTimeProvider();
        var lease = new SessionLease(TimeSpan.FromTicks(Timeout), clock);
        var reference = new ReferenceLease(Timeout);
        var now = clock.GetTimestamp();
        var extensions = 0;
        long ordinal = 0;

        for (var connection = 0; connection < 4; connection++)
        {
            var requestedAt = now;
            now += Random(random, Timeout / 20);
            ordinal++;
            lease.Connected(new CoordinationConnection(ordinal, requestedAt, now, TimeSpan.FromTicks(Timeout), "zk"));
            reference.Connect(ordinal, requestedAt, now);

            foreach (var (sentAt, answeredAt, committed, late) in Traffic(random, now))
            {
                // Some answers are told only after the next connection has come; nothing is told of a time that has not been.
                now = Math.Max(now, answeredAt);
                var told = late && ordinal > 1 ? ordinal - 1 : ordinal;
                lease.Answered(new CoordinationConnection(told, requestedAt, requestedAt, TimeSpan.FromTicks(Timeout), "zk"), sentAt, answeredAt, committed);
                reference.Answered(told, sentAt, answeredAt, committed);

                // An end in the past is as good as none.
                var end = Math.Max(lease.End, now);
                var expected = Math.Max(reference.End ?? long.MinValue, now);
                Assert.True(end <= expected, $"Seed {seed}: the lease is {end - expected} ticks longer than the rule allows");
                Assert.True(end >= expected - Grain, $"Seed {seed}: the lease is {expected - end} ticks shorter than the rule allows");
                extensions += end > now ? 1 : 0;
            }
        }

        return extensions;
    }

    /// <summary>Requests and answers of one connection, in the order of the answers, which is the order of the requests.</summary>
    private static IEnumerable<(long SentAt, long AnsweredAt, bool Committed, bool Late)> Traffic(Random random, long start)
    {
        var pace = Timeout / random.Next(4, 60);
        var latency = Timeout / random.Next(5, 1000);
        var commits = random.Next(1, 10);
        long sentAt = start - Random(random, Timeout / 100), lastAnswer = start;
        for (var i = 0; i < 40; i++)
        {
            sentAt += Random(random, pace);
            lastAnswer = Math.Max(lastAnswer, sentAt + Random(random, latency));
            yield return (sentAt, lastAnswer, random.Next(10) < commits, random.Next(20) == 0);
        }
    }

    private static long Random(Random random, long most) => random.NextInt64(most + 1);
}
