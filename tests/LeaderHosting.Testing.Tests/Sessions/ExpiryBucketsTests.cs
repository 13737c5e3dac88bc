using FsCheck;
using FsCheck.Fluent;
using LeaderHosting.Testing.Sessions;

namespace LeaderHosting.Testing.Tests.Sessions;

public sealed class ExpiryBucketsTests
{
    [Fact]
    public void No_session_expires_early_nor_more_than_a_tick_late()
    {
        var inputs = Gen.Choose(1, 5000).SelectMany(
            static tick => Gen.Choose(1, 100_000), static (tick, timeout) => (tick, timeout)).SelectMany(
            static _ => Gen.Choose(0, 1_000_000), static (limits, now) => (limits.tick, limits.timeout, now));
        Prop.ForAll(inputs.ToArbitrary(), static input =>
        {
            var buckets = new ExpiryBuckets(input.tick);
            var session = new Session(1, [], input.timeout);
            buckets.Touch(session, input.now);

            var earliest = input.now + input.timeout;
            return buckets.TakeExpired(earliest).Count == 0 && buckets.TakeExpired(earliest + input.tick).Count == 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_touch_that_stays_within_the_tick_changes_nothing()
    {
        var buckets = new ExpiryBuckets(100);
        var session = new Session(1, [], 250);

        Assert.True(buckets.Touch(session, now: 0));
        Assert.False(buckets.Touch(session, now: 49));
        Assert.Equal(300, session.Deadline);
        Assert.True(buckets.Touch(session, now: 50));
        Assert.Equal(400, session.Deadline);
    }

    [Fact]
    public void A_removed_session_never_expires()
    {
        var buckets = new ExpiryBuckets(100);
        var session = new Session(1, [], 250);
        buckets.Touch(session, now: 0);

        buckets.Remove(session);

        Assert.Null(buckets.Next);
        Assert.Empty(buckets.TakeExpired(1000));
    }

    [Fact]
    public void The_earliest_deadline_is_announced_when_it_comes_closer()
    {
        var buckets = new ExpiryBuckets(100);

        Assert.True(buckets.Touch(new Session(1, [], 1000), now: 0));
        Assert.False(buckets.Touch(new Session(2, [], 2000), now: 0));
        Assert.True(buckets.Touch(new Session(3, [], 500), now: 0));
        Assert.Equal(600, buckets.Next);
    }
}
