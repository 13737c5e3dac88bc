namespace LeaderHosting.Chaos.Node;

/// <summary>What the service is told to do wrong. Thread-safe.</summary>
internal sealed class Misbehavior
{
    private volatile bool _hangs;
    private volatile bool _throws;

    /// <summary>Whether its stop never ends.</summary>
    public bool StopHangs
    {
        get => _hangs;
        set => _hangs = value;
    }

    /// <summary>Whether its start throws.</summary>
    public bool StartThrows
    {
        get => _throws;
        set => _throws = value;
    }
}
