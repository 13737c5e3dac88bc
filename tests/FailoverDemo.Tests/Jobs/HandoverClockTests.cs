using FailoverDemo.Jobs;

namespace FailoverDemo.Tests.Jobs;

public sealed class HandoverClockTests
{
    private readonly HandoverClock _clock = new(At(0));

    [Fact]
    public void The_first_master_is_measured_from_the_start()
    {
        Assert.Null(_clock.Master);

        Assert.Equal(new Handover(null, null, "a", 1, 10, Seconds(2)), Add(2, "a", 1, 10));

        Assert.Equal("a", _clock.Master);
        Assert.Null(Add(3, "a", 1, 10));
    }

    [Fact]
    public void A_handover_is_measured_from_the_first_thing_that_was_done_to_the_master()
    {
        Add(1, "a", 1, 10);
        _clock.Disturb("freeze", At(5));
        Assert.Null(Add(6, "a", 1, 10));
        _clock.Disturb("kill -9", At(7));

        Assert.Equal(new Handover("freeze", "a", "b", 2, 20, Seconds(4)), Add(9, "b", 2, 20));
        Assert.Equal(new Handover(null, "b", "c", 3, 30, Seconds(2)), Add(11, "c", 3, 30));
    }

    [Fact]
    public void What_was_undone_in_time_is_no_cause()
    {
        Add(1, "a", 1, 10);
        _clock.Disturb("cut off", At(2));
        _clock.Calm();
        Add(3, "a", 1, 10);

        Assert.Equal(new Handover(null, "a", "b", 2, 20, Seconds(5)), Add(8, "b", 2, 20));
    }

    [Fact]
    public void A_late_job_of_an_old_master_is_no_handover()
    {
        Add(1, "a", 1, 10);
        Add(2, "b", 2, 20);

        Assert.Null(Add(3, "a", 1, 10));
        Assert.Equal("b", _clock.Master);
    }

    private static DateTimeOffset At(int seconds) => new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero).AddSeconds(seconds);

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private Handover? Add(int seconds, string node, long term, long token) => _clock.Add(new JobRecord(At(seconds), node, term, token));
}
