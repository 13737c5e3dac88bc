using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Lease;

public sealed class SessionLeaseMemoryTests
{
    private const int SessionTimeout = 10_000;

    // One every T/64 of the whole timeout, one that has just come, and the commits under way.
    private const int Most = 64 + 8;

    private readonly ManualTimeProvider _clock = new();
    private readonly SessionLease _lease;
    private readonly CoordinationConnection _connection;
    private readonly long _start;

    public SessionLeaseMemoryTests()
    {
        _lease = new SessionLease(TimeSpan.FromMilliseconds(SessionTimeout), _clock);
        _start = _clock.GetTimestamp();
        _connection = new CoordinationConnection(1, _start, _start, TimeSpan.FromMilliseconds(SessionTimeout), "zk");
        _lease.Connected(_connection);
    }

    [Theory]
    [InlineData("leader: a proof every T/16, a look round every T/3", 625, 3_333, 24)]
    [InlineData("follower: a look round every T/3 and no commit", long.MaxValue / 4, 3_333, 24)]
    [InlineData("busy: fifty reads a second between the proofs", 625, 20, 4)]
    [InlineData("busy without a commit", long.MaxValue / 4, 20, 4)]
    [InlineData("a hundred commits a second", 10, long.MaxValue / 4, 2)]
    public void Stays_small(string traffic, long commitEvery, long readEvery, int hours)
    {
        var most = 0;
        var end = hours * 3_600_000L;
        long commit = 1, read = 2;
        while (Math.Min(commit, read) < end)
        {
            if (commit <= read)
            {
                Answer(commit, committed: true);
                commit += commitEvery;
            }
            else
            {
                Answer(read, committed: false);
                read += readEvery;
            }

            most = Math.Max(most, _lease.Remembered);
        }

        Assert.True(most is > 2 and <= Most, $"{traffic}: {most} exchanges were kept");
    }

    private void Answer(long at, bool committed)
    {
        var sentAt = _start + (at * TimeSpan.TicksPerMillisecond);
        _lease.Answered(_connection, sentAt, sentAt + (5 * TimeSpan.TicksPerMillisecond), committed);
    }
}
