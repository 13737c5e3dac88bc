using System.Collections.Immutable;

namespace LeaderHosting.Testing.Faults;

/// <summary>Where every packet passes, and waits while a fault is in force that concerns it. Thread-safe.</summary>
internal sealed class TrafficGate(TimeProvider time)
{
    private readonly Lock _lock = new();
    private volatile State _state = new([], NewSignal());

    /// <summary>Puts a fault in force until what is returned is disposed.</summary>
    public IDisposable Add(TrafficFault fault)
    {
        Change(faults => faults.Add(fault));

        // By identity: two faults that look alike are two.
        return new Lift(() => Change(faults => faults.RemoveAt(faults.FindIndex(other => ReferenceEquals(other, fault)))));
    }

    /// <summary>Waits until a packet may pass from the client to the server.</summary>
    public ValueTask PassToServerAsync(long sessionId, CancellationToken cancellationToken) =>
        IsOpen ? default : WaitWhileAsync(fault => fault.Concerns(sessionId) && fault.Blocked.HasFlag(Direction.ToServer), cancellationToken);

    /// <summary>Waits until a packet may pass from the server to the client.</summary>
    /// <param name="sessionId">Whose connection it is.</param>
    /// <param name="queuedAt">When the packet was ready to be sent, as a timestamp of the clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask PassToClientAsync(long sessionId, long queuedAt, CancellationToken cancellationToken) =>
        IsOpen ? default : PassSlowlyAsync(sessionId, queuedAt, cancellationToken);

    /// <summary>Waits until a connection's end may be seen by its client.</summary>
    public ValueTask PassEndAsync(long sessionId, CancellationToken cancellationToken) =>
        IsOpen ? default : WaitWhileAsync(fault => fault.Concerns(sessionId) && fault.HidesEnd, cancellationToken);

    private bool IsOpen => _state.Faults.IsEmpty;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async ValueTask PassSlowlyAsync(long sessionId, long queuedAt, CancellationToken cancellationToken)
    {
        var delay = TimeSpan.Zero;
        foreach (var fault in _state.Faults)
        {
            delay = fault.Concerns(sessionId) && fault.Delay > delay ? fault.Delay : delay;
        }

        var rest = delay - time.GetElapsedTime(queuedAt);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken).ConfigureAwait(false);
        }

        await WaitWhileAsync(fault => fault.Concerns(sessionId) && fault.Blocked.HasFlag(Direction.ToClient), cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask WaitWhileAsync(Func<TrafficFault, bool> holds, CancellationToken cancellationToken)
    {
        for (var state = _state; state.Faults.Exists(new Predicate<TrafficFault>(holds)); state = _state)
        {
            await state.Changed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Change(Func<ImmutableList<TrafficFault>, ImmutableList<TrafficFault>> change)
    {
        State before;
        lock (_lock)
        {
            before = _state;
            _state = new State(change(before.Faults), NewSignal());
        }

        before.Changed.SetResult();
    }

    private sealed record State(ImmutableList<TrafficFault> Faults, TaskCompletionSource Changed);
}
