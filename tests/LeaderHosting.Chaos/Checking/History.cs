using LeaderHosting.Chaos.Storage;

namespace LeaderHosting.Chaos.Checking;

/// <summary>All that happened in a run.</summary>
internal sealed record History
{
    /// <summary>The processes of the candidates.</summary>
    public IReadOnlyList<Life> Lives { get; init; } = [];

    /// <summary>The writes to the store.</summary>
    public IReadOnlyList<StoreWrite> Writes { get; init; } = [];

    /// <summary>The faults.</summary>
    public IReadOnlyList<FaultRecord> Faults { get; init; } = [];

    /// <summary>The rounds.</summary>
    public IReadOnlyList<Round> Rounds { get; init; } = [];

    /// <summary>What was in use at the end of the rounds.</summary>
    public IReadOnlyList<ResourceSample> Samples { get; init; } = [];

    /// <summary>How often the servers had to be restarted because, whole again, they granted nobody a session.</summary>
    public int EnsembleRestarts { get; init; }

    /// <summary>How soon after a round's last fault somebody has to lead, in nanoseconds.</summary>
    public long Bound { get; init; }

    /// <summary>The stop budget in nanoseconds: what a service that hangs is forgiven, by assumption A4 of docs/safety.md, begins after it.</summary>
    public long StopBudget { get; init; }

    /// <summary>When the run began.</summary>
    public long BeganAt { get; init; }

    /// <summary>When the run ended.</summary>
    public long EndedAt { get; init; }
}
