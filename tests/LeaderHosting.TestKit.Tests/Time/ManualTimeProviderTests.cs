namespace LeaderHosting.TestKit.Tests;

public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Timestamps_and_wall_clock_advance_together()
    {
        var timestamp = _clock.GetTimestamp();
        var utc = _clock.GetUtcNow();

        _clock.Advance(TimeSpan.FromMilliseconds(1500));

        Assert.Equal(TimeSpan.FromMilliseconds(1500), _clock.GetElapsedTime(timestamp));
        Assert.Equal(TimeSpan.FromMilliseconds(1500), _clock.GetUtcNow() - utc);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), _clock.Elapsed);
        Assert.Equal(10_000_000, _clock.TimestampFrequency);
    }

    [Fact]
    public void Shows_the_given_time_and_moves_only_when_told()
    {
        var start = new DateTimeOffset(2030, 5, 6, 7, 8, 9, TimeSpan.FromHours(2));
        var clock = new ManualTimeProvider(start);

        Assert.Equal(start, clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetUtcNow().Offset);
        Assert.Equal(clock.GetTimestamp(), clock.GetTimestamp());
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void A_jump_of_the_wall_clock_moves_nothing_else(int seconds)
    {
        using var timer = CreateTimer("a", Second);
        var timestamp = _clock.GetTimestamp();
        var utc = _clock.GetUtcNow();

        _clock.JumpWallClock(TimeSpan.FromSeconds(seconds));

        Assert.Equal(utc + TimeSpan.FromSeconds(seconds), _clock.GetUtcNow());
        Assert.Equal(timestamp, _clock.GetTimestamp());
        Assert.Equal(Second, _clock.NextDue);
        Assert.Empty(_fired);
    }

    [Fact]
    public void Timers_fire_in_order_of_due_time_and_see_it()
    {
        var start = _clock.GetTimestamp();
        var seen = new List<TimeSpan>();
        using var late = CreateTimer("late", 3 * Second, () => seen.Add(_clock.GetElapsedTime(start)));
        using var early = CreateTimer("early", 1 * Second, () => seen.Add(_clock.GetElapsedTime(start)));
        using var after = CreateTimer("after", 5 * Second);

        _clock.Advance(4 * Second);

        Assert.Equal(["early", "late"], _fired);
        Assert.Equal([1 * Second, 3 * Second], seen);
        Assert.Equal(1 * Second, _clock.NextDue);
    }

    [Fact]
    public void Of_timers_due_together_the_one_set_first_fires_first()
    {
        using var a = CreateTimer("a", Second);
        using var b = CreateTimer("b", Second);
        using var c = CreateTimer("c", Second);
        a.Change(Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(Second);

        Assert.Equal(["b", "c", "a"], _fired);
    }

    [Fact]
    public void A_timer_fires_exactly_when_due_and_once()
    {
        using var timer = CreateTimer("a", Second);

        _clock.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(["a"], _fired);

        _clock.Advance(10 * Second);
        Assert.Equal(["a"], _fired);
    }

    [Fact]
    public void A_periodic_timer_fires_for_every_period_in_one_advance()
    {
        var times = new List<TimeSpan>();
        using var timer = _clock.CreateTimer(_ => times.Add(_clock.Elapsed), null, Second, 2 * Second);

        _clock.Advance(6 * Second);

        Assert.Equal([1 * Second, 3 * Second, 5 * Second], times);
        Assert.Equal(Second, _clock.NextDue);
    }

    [Fact]
    public void A_timer_created_by_a_callback_takes_part_in_the_same_advance()
    {
        ITimer? second = null;
        using var first = CreateTimer("first", Second, () => second = CreateTimer("second", Second));

        _clock.Advance(2 * Second);

        Assert.Equal(["first", "second"], _fired);
        second!.Dispose();
    }

    [Fact]
    public void A_callback_may_change_its_own_timer_and_dispose_another()
    {
        ITimer? self = null;
        using var victim = CreateTimer("victim", 3 * Second);
        self = CreateTimer("self", Second, () =>
        {
            victim.Dispose();
            self!.Change(3 * Second, Timeout.InfiniteTimeSpan);
        });

        _clock.Advance(4 * Second);

        Assert.Equal(["self", "self"], _fired);
        self.Dispose();
    }

    [Fact]
    public void Change_replaces_due_time_and_period()
    {
        using var timer = _clock.CreateTimer(_ => _fired.Add("a"), null, Second, Second);

        Assert.True(timer.Change(5 * Second, Timeout.InfiniteTimeSpan));

        _clock.Advance(4 * Second);
        Assert.Empty(_fired);
        _clock.Advance(10 * Second);
        Assert.Equal(["a"], _fired);

        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        Assert.Equal(0, _clock.ActiveTimerCount);
    }

    [Fact]
    public void A_disposed_timer_never_fires_nor_changes()
    {
        var timer = CreateTimer("a", Second);
        timer.Dispose();
        timer.Dispose();

        _clock.Advance(2 * Second);

        Assert.False(timer.Change(Second, Second));
        Assert.Empty(_fired);
        Assert.Equal(0, _clock.ActiveTimerCount);
        Assert.Null(_clock.NextDue);
    }

    [Fact]
    public async Task A_timer_due_at_once_fires_without_an_advance()
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = _clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(Eventually.DefaultTimeout);

        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public void Callbacks_run_outside_the_lock()
    {
        // Another thread can use the clock, and set a timer, while a callback runs.
        using var timer = CreateTimer("a", Second, () =>
        {
            var other = new Thread(() =>
            {
                using var inner = CreateTimer("inner", Second);
                _ = _clock.GetUtcNow();
            });
            other.Start();
            Assert.True(other.Join(Eventually.DefaultTimeout), "The clock was locked while a callback ran.");
        });

        _clock.Advance(Second);

        Assert.Equal(["a"], _fired);
    }

    [Fact]
    public void A_callback_runs_in_the_context_that_created_its_timer()
    {
        var local = new AsyncLocal<string>();
        string? seen = null;
        local.Value = "creator";
        using var timer = CreateTimer("a", Second, () => seen = local.Value);
        local.Value = "advancer";

        _clock.Advance(Second);

        Assert.Equal("creator", seen);
        Assert.Equal("advancer", local.Value);
    }

    [Fact]
    public void An_advance_inside_a_callback_never_turns_time_back()
    {
        using var timer = CreateTimer("a", Second, () => _clock.Advance(10 * Second));

        _clock.Advance(2 * Second);

        Assert.Equal(11 * Second, _clock.Elapsed);
    }

    [Fact]
    public async Task Serves_the_framework_delays_and_timeouts()
    {
        var delay = Task.Delay(2 * Second, _clock);
        using var source = new CancellationTokenSource(3 * Second, _clock);
        var never = new TaskCompletionSource().Task.WaitAsync(4 * Second, _clock);
        Assert.Equal(3, _clock.ActiveTimerCount);

        _clock.Advance(2 * Second);
        await delay.WaitAsync(Eventually.DefaultTimeout);
        Assert.False(source.IsCancellationRequested);

        _clock.Advance(Second);
        Assert.True(source.IsCancellationRequested);
        Assert.False(never.IsCompleted);

        _clock.Advance(Second);
        await Assert.ThrowsAsync<TimeoutException>(() => never.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(0, _clock.ActiveTimerCount);
    }

    [Fact]
    public async Task Serves_the_framework_periodic_timer()
    {
        using var periodic = new PeriodicTimer(Second, _clock);
        for (var tick = 0; tick < 3; tick++)
        {
            var next = periodic.WaitForNextTickAsync();
            Assert.False(next.IsCompleted);
            _clock.Advance(Second);
            Assert.True(await next);
        }
    }

    [Fact]
    public void Refuses_what_a_real_timer_refuses()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CreateTimer("a", TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => CreateTimer("a", TimeSpan.FromDays(50)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.CreateTimer(_ => { }, null, Second, TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));
        Assert.Equal(0, _clock.ActiveTimerCount);
    }

    [Fact]
    public async Task Two_threads_advancing_fire_each_timer_once()
    {
        var count = 0;
        var timers = Enumerable.Range(1, 1000)
            .Select(i => _clock.CreateTimer(_ => Interlocked.Increment(ref count), null, TimeSpan.FromMilliseconds(i), Timeout.InfiniteTimeSpan))
            .ToList();

        await Task.WhenAll(Task.Run(() => _clock.Advance(2 * Second)), Task.Run(() => _clock.Advance(2 * Second)));

        Assert.Equal(1000, count);
        Assert.Equal(0, _clock.ActiveTimerCount);
        timers.ForEach(static timer => timer.Dispose());
    }

    private ITimer CreateTimer(string name, TimeSpan due, Action? callback = null) =>
        _clock.CreateTimer(
            _ =>
            {
                _fired.Add(name);
                callback?.Invoke();
            },
            null,
            due,
            Timeout.InfiniteTimeSpan);
}
