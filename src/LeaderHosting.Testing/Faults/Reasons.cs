namespace LeaderHosting.Testing.Faults;

/// <summary>Something that is done while there is at least one reason to do it. Thread-safe.</summary>
internal sealed class Reasons(Action begin, Action end)
{
    private readonly Lock _lock = new();
    private int _count;

    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _count > 0;
            }
        }
    }

    /// <summary>Adds a reason, which is gone when what is returned is disposed.</summary>
    public IDisposable Add()
    {
        lock (_lock)
        {
            if (_count++ == 0)
            {
                begin();
            }
        }

        return new Lift(Remove);
    }

    private void Remove()
    {
        lock (_lock)
        {
            if (--_count == 0)
            {
                end();
            }
        }
    }
}
