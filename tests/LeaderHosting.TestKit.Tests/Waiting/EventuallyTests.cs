namespace LeaderHosting.TestKit.Tests;

public sealed class EventuallyTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Returns_when_another_thread_makes_the_condition_true()
    {
        var done = false;
        var waiting = Eventually.TrueAsync(() => Volatile.Read(ref done), "the flag");
        Assert.False(waiting.IsCompleted);

        Volatile.Write(ref done, true);

        await waiting;
    }

    [Fact]
    public async Task A_condition_that_holds_needs_no_time()
    {
        await Eventually.TrueAsync(() => true, "nothing", TimeSpan.Zero);
        await Eventually.TrueAsync(() => Task.FromResult(true), "nothing", TimeSpan.Zero);
    }

    [Fact]
    public async Task Failure_says_what_how_long_and_what_was_seen()
    {
        var exception = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.TrueAsync(() => false, "the leader to resign", Short, () => "still leading"));

        Assert.Matches(@"^Waited \d+\.\d s in vain for the leader to resign\. Last seen: still leading$", exception.Message);
    }

    [Fact]
    public async Task Failure_without_detail_is_a_plain_sentence()
    {
        var exception = await Assert.ThrowsAsync<TimeoutException>(() => Eventually.TrueAsync(() => false, "rain", Short));

        Assert.EndsWith("in vain for rain.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returns_the_awaited_value()
    {
        var next = 0;

        Assert.Equal(5, await Eventually.ValueAsync(() => ++next, static value => value == 5, "five"));
        Assert.Equal(9, await Eventually.ValueAsync(() => Task.FromResult(++next), static value => value == 9, "nine"));
    }

    [Fact]
    public async Task Failure_shows_the_last_value()
    {
        var ofNumber = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.ValueAsync(() => 41, static value => value == 42, "the answer", Short));
        var ofList = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.ValueAsync(() => new[] { "a", "b" }, static value => value.Length == 3, "three", Short));
        var ofNull = await Assert.ThrowsAsync<TimeoutException>(
            () => Eventually.ValueAsync(() => (string?)null, static value => value is not null, "something", Short));

        Assert.EndsWith("Last seen: 41", ofNumber.Message, StringComparison.Ordinal);
        Assert.EndsWith("Last seen: [a, b]", ofList.Message, StringComparison.Ordinal);
        Assert.EndsWith("Last seen: null", ofNull.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_the_condition_ends_the_wait()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Eventually.TrueAsync(new Func<bool>(() => throw new InvalidOperationException("broken")), "anything"));
    }

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        using var source = new CancellationTokenSource();
        var waiting = Eventually.TrueAsync(() => false, "nothing", cancellationToken: source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
