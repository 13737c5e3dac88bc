using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Lease;

public sealed class LeaseAlarmTests
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _clock = new();
    private readonly SettableLease _lease;
    private int _alarms;

    public LeaseAlarmTests()
    {
        _lease = new SettableLease(_clock);
    }

    [Fact]
    public void Goes_off_once_when_only_the_rest_is_left()
    {
        _lease.Prolong(TimeSpan.FromSeconds(5));
        using var alarm = Set();

        _clock.Advance(TimeSpan.FromMilliseconds(2_999));
        Assert.Equal(0, _alarms);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _alarms);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _alarms);
        Assert.Equal(0, _clock.ActiveTimerCount);
    }

    [Fact]
    public void Moves_on_with_the_lease()
    {
        _lease.Prolong(TimeSpan.FromSeconds(5));
        using var alarm = Set();

        for (var i = 0; i < 10; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _lease.Prolong(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(0, _alarms);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(1, _alarms);
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(1)]
    [InlineData(0)]
    public void Goes_off_at_once_on_a_lease_that_is_too_short(int milliseconds)
    {
        _lease.Prolong(TimeSpan.FromMilliseconds(milliseconds));
        using var alarm = Set();

        Assert.Equal(1, _alarms);
    }

    [Fact]
    public void Does_not_eat_into_the_rest_by_less_than_a_millisecond()
    {
        _lease.Prolong(TimeSpan.FromTicks((5 * TimeSpan.TicksPerSecond) + 9_999));
        using var alarm = Set();

        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, _alarms);

        // The last fraction of a millisecond takes a whole one.
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _alarms);
    }

    [Fact]
    public void Is_silent_once_disposed()
    {
        _lease.Prolong(TimeSpan.FromSeconds(5));
        Set().Dispose();

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, _alarms);
        Assert.Equal(0, _clock.ActiveTimerCount);
    }

    private LeaseAlarm Set() => new(_lease, Rest, _clock, () => _alarms++);

    /// <summary>A lease as long as the test says.</summary>
    private sealed class SettableLease(TimeProvider time) : ISessionLease
    {
        private long _end;

        public event Action? Renewed;

        public TimeSpan Timeout => TimeSpan.FromSeconds(10);

        public TimeSpan ProofInterval => Timeout / 16;

        public bool IsHeld => Remaining > TimeSpan.Zero;

        public TimeSpan Remaining => TimeSpan.FromTicks(Math.Max(0, _end - time.GetTimestamp()));

        public bool CommitWouldRenew => false;

        public void Prolong(TimeSpan remaining)
        {
            _end = time.GetTimestamp() + remaining.Ticks;
            Renewed?.Invoke();
        }

        public void Connected(CoordinationConnection connection) => throw new NotSupportedException();

        public void Answered(CoordinationConnection connection, long sentAt, long answeredAt, bool committed) => throw new NotSupportedException();
    }
}
