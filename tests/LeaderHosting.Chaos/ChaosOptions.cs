namespace LeaderHosting.Chaos;

/// <summary>What a run is to do.</summary>
internal sealed record ChaosOptions
{
    /// <summary>Makes the faults; the same seed makes the same.</summary>
    public int Seed { get; init; }

    /// <summary>After how many faults to end.</summary>
    public int Faults { get; init; } = int.MaxValue;

    /// <summary>After what time to end, when the round is over.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.MaxValue;

    /// <summary>The rule of the lease: proved or naive.</summary>
    public string Lease { get; init; } = "proved";

    /// <summary>Whether processes of candidates are killed and stopped; if not, what they use can be watched over the whole run.</summary>
    public bool EndProcesses { get; init; } = true;

    /// <summary>How many candidates.</summary>
    public int Nodes { get; init; } = 5;

    /// <summary>The session timeout.</summary>
    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long, besides a session timeout and a tick, somebody may take to lead when the last fault is over.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where to keep the logs; <see langword="null"/>: they are deleted at the end, unless a round did not come to rest.</summary>
    public string? Keep { get; init; }
}
