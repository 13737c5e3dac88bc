namespace LeaderHosting.Lease;

/// <summary>Those who hear of it when a lease is renewed: one or two for each election of the session, which may be thousands.</summary>
/// <remarks>A multicast delegate would be searched and copied whenever one of them leaves. Thread-safe; they are called outside the lock.</remarks>
internal sealed class RenewalListeners
{
    private readonly Lock _lock = new();
    private readonly HashSet<Action> _listeners = [];

    /// <summary>Adds one.</summary>
    public void Add(Action listener)
    {
        lock (_lock)
        {
            _listeners.Add(listener);
        }
    }

    /// <summary>Removes one. It may still be called by a renewal that is under way.</summary>
    public void Remove(Action listener)
    {
        lock (_lock)
        {
            _listeners.Remove(listener);
        }
    }

    /// <summary>Calls all.</summary>
    public void Tell()
    {
        Action[] listeners;
        lock (_lock)
        {
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
        {
            listener();
        }
    }
}
