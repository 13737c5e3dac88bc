namespace LeaderHosting.Testing.Faults;

/// <summary>Ends a fault: does something once, however often it is disposed.</summary>
internal sealed class Lift(Action lift) : IDisposable
{
    private Action? _lift = lift;

    public void Dispose() => Interlocked.Exchange(ref _lift, null)?.Invoke();
}
