namespace LeaderHosting.Sessions;

/// <summary>Wakes whoever waits. Take <see cref="Next"/> first, then look at the state, then wait: so no signal is missed.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Signal
{
    private TaskCompletionSource _next = Create();

    /// <summary>Completes at the next <see cref="Set"/>.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes everybody who waits now.</summary>
    public void Set() => Interlocked.Exchange(ref _next, Create()).TrySetResult();

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
