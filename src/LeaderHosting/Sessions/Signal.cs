namespace LeaderHosting.Sessions;

/// <summary>Wakes whoever waits. Take <see cref="Next"/> first, then look at the state, then wait: so no signal is missed.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Signal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next <see cref="Set"/>.</summary>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is not { } next)
            {
                var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                next = Interlocked.CompareExchange(ref _next, created, null) ?? created;
            }

            return next.Task;
        }
    }

    /// <summary>Wakes everybody who waits now.</summary>
    public void Set() => Interlocked.Exchange(ref _next, null)?.TrySetResult();
}
