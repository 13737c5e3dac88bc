namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>How the hostile side leaves a connection.</summary>
public enum ConnectionEnd
{
    /// <summary>It closes both directions.</summary>
    Close,

    /// <summary>It closes the direction it sends in, and goes on reading.</summary>
    HalfClose,

    /// <summary>It says nothing more, and closes nothing.</summary>
    FallSilent,
}
