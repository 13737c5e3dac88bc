namespace LeaderHosting.TestKit;

/// <summary>
/// Waits for something that another thread or process brings about. The only way a test may wait on real time: the time-out is
/// generous, because it is paid only by a test that fails.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>How long to wait when the caller does not say: 30 seconds.</summary>
    public static TimeSpan DefaultTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Waits until <paramref name="condition"/> is true.</summary>
    /// <param name="condition">Looked at every 10 ms. An exception it throws ends the wait.</param>
    /// <param name="what">What is awaited, for the message: "the follower to see the new leader".</param>
    /// <param name="timeout">By default <see cref="DefaultTimeout"/>.</param>
    /// <param name="lastSeen">Says, when the wait fails, what there was instead.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="TimeoutException">The condition did not become true in time.</exception>
    public static Task TrueAsync(
        Func<bool> condition,
        string what,
        TimeSpan? timeout = null,
        Func<string?>? lastSeen = null,
        CancellationToken cancellationToken = default) =>
        TrueAsync(() => Task.FromResult(condition()), what, timeout, lastSeen, cancellationToken);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan?, Func{string?}?, CancellationToken)"/>
    public static async Task TrueAsync(
        Func<Task<bool>> condition,
        string what,
        TimeSpan? timeout = null,
        Func<string?>? lastSeen = null,
        CancellationToken cancellationToken = default)
    {
        _ = await PollAsync(condition, static met => met, what, timeout, _ => lastSeen?.Invoke(), cancellationToken);
    }

    /// <summary>Waits until <paramref name="read"/> returns a value that <paramref name="isAwaited"/> accepts, and returns that value.</summary>
    /// <param name="read">Called every 10 ms. An exception it throws ends the wait.</param>
    /// <param name="isAwaited">Whether this is the value waited for.</param>
    /// <param name="what">What is awaited, for the message.</param>
    /// <param name="timeout">By default <see cref="DefaultTimeout"/>.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <exception cref="TimeoutException">No such value came in time; the message shows the last one.</exception>
    public static Task<T> ValueAsync<T>(
        Func<T> read,
        Func<T, bool> isAwaited,
        string what,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        PollAsync(() => Task.FromResult(read()), isAwaited, what, timeout, static value => Show(value), cancellationToken);

    /// <inheritdoc cref="ValueAsync{T}(Func{T}, Func{T, bool}, string, TimeSpan?, CancellationToken)"/>
    public static Task<T> ValueAsync<T>(
        Func<Task<T>> read,
        Func<T, bool> isAwaited,
        string what,
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        PollAsync(read, isAwaited, what, timeout, static value => Show(value), cancellationToken);

    private static async Task<T> PollAsync<T>(
        Func<Task<T>> read,
        Func<T, bool> isAwaited,
        string what,
        TimeSpan? timeout,
        Func<T, string?> lastSeen,
        CancellationToken cancellationToken)
    {
        var limit = timeout ?? DefaultTimeout;
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // The clock is read first, so that the last look is never earlier than the time-out.
            var waited = clock.GetElapsedTime(start);
            var value = await read();
            if (isAwaited(value))
            {
                return value;
            }

            if (waited >= limit)
            {
                var detail = lastSeen(value);
                var suffix = string.IsNullOrEmpty(detail) ? "." : $". Last seen: {detail}";
                throw new TimeoutException($"Waited {waited.TotalSeconds:0.0} s in vain for {what}{suffix}");
            }

            await Task.Delay(PollInterval, clock, cancellationToken);
        }
    }

    private static string Show<T>(T value) => value switch
    {
        null => "null",
        string text => text,
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>())}]",
        _ => value.ToString() ?? "",
    };
}
