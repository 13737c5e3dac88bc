namespace LeaderHosting;

/// <summary>What this node is in the election. The health report calls a leader <c>master</c> and a follower <c>slave</c>.</summary>
public enum LeadershipRole
{
    /// <summary>Another node leads, or nobody does; this node stands by.</summary>
    Follower = 0,

    /// <summary>This node leads: its leader-only services are starting or running.</summary>
    Leader = 1,

    /// <summary>This node only looks on (<see cref="ZooKeeperLeadershipOptions.Candidate"/> is false).</summary>
    Observer = 2,
}
