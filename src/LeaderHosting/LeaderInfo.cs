namespace LeaderHosting;

/// <summary>Who leads, as recorded in ZooKeeper.</summary>
/// <param name="Name">The leader's node name (<see cref="ZooKeeperLeadershipOptions.NodeName"/>), or a Curator latch's id.</param>
/// <param name="Candidate">The name of its candidate znode under the election path.</param>
public sealed record LeaderInfo(string Name, string Candidate)
{
    /// <summary>The machine it runs on, when known.</summary>
    public string? Host { get; init; }

    /// <summary>Its process id, when known.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Where it can be reached (<see cref="ZooKeeperLeadershipOptions.AdvertisedUrl"/>), when it says so.</summary>
    public string? AdvertisedUrl { get; init; }

    /// <summary>When it became leader, by its own clock.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The number of its term; <see langword="null"/> for a leader that keeps no terms, such as a Curator LeaderLatch.</summary>
    public long? Term { get; init; }

    /// <summary>The fencing token of its term; <see langword="null"/> for a leader that keeps no terms.</summary>
    public long? FencingToken { get; init; }
}
