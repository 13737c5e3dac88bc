namespace LeaderHosting;

/// <summary>A snapshot of what a node knows of its election. Immutable.</summary>
public sealed record LeadershipStatus
{
    /// <summary>The name of the election; empty for the unnamed one.</summary>
    public string Name { get; init; } = "";

    /// <summary>The znode that all candidates meet under.</summary>
    public string ElectionPath { get; init; } = "";

    /// <summary>The name of this node.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>What this node is: leader, follower, observer.</summary>
    public LeadershipRole Role { get; init; }

    /// <summary>Where this node is between joining the queue and having left it.</summary>
    public LeadershipPhase Phase { get; init; }

    /// <summary>The state of the connection to ZooKeeper.</summary>
    public LeadershipConnection Connection { get; init; }

    /// <summary>When the role last changed (UTC).</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The term that this node leads in, or the newest that it knows of; <see langword="null"/> when it knows none.</summary>
    public long? Term { get; init; }

    /// <summary>The fencing token of <see cref="Term"/>.</summary>
    public long? FencingToken { get; init; }

    /// <summary>
    /// The leader, as this node last saw it; <see langword="null"/> when nobody leads or it does not know. A follower's knowledge is at most about a
    /// third of the session timeout old while connected; <see cref="ILeadership.GetLeaderAsync"/> asks anew.
    /// </summary>
    public LeaderInfo? Leader { get; init; }

    /// <summary>Whether the candidacy is paused (<see cref="ILeadership.PauseAsync"/>).</summary>
    public bool IsPaused { get; init; }

    /// <summary>
    /// Why this node does not stand for election by its health checks (<see cref="ZooKeeperLeadershipOptions.CandidacyHealthTag"/>): which one and what it says.
    /// <see langword="null"/> when they don't keep it from standing.
    /// </summary>
    public string? Unfit { get; init; }

    /// <summary>When the connection was last seen working (UTC), or <see langword="null"/> when it never was.</summary>
    public DateTimeOffset? LastContact { get; init; }

    /// <summary>Whether the node has been out of touch with ZooKeeper for longer than the session timeout, or has never been in touch.</summary>
    public bool OutOfTouch { get; init; }

    /// <summary>Whether the services of an ended term are still running after their stop budget.</summary>
    public bool StopOverran { get; init; }

    /// <summary>
    /// What is wrong, in a sentence: the connection, or else the election (this node can't join, say), or else a service that failed. Each is
    /// remembered by itself until this node does well what had failed: it is connected again, has a place in the queue again, has started all services in a
    /// later term. <see langword="null"/> when nothing is wrong. Holds no setting that is a secret; the message of a service's exception is shown as it is.
    /// </summary>
    public string? LastError { get; init; }
}
