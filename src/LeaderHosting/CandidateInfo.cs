namespace LeaderHosting;

/// <summary>A node that stands for election.</summary>
/// <param name="Name">Its node name, or a Curator latch's id.</param>
/// <param name="Candidate">The name of its znode under the election path.</param>
/// <param name="IsLeader">Whether it leads.</param>
/// <param name="IsSelf">Whether it is this node.</param>
public sealed record CandidateInfo(string Name, string Candidate, bool IsLeader, bool IsSelf)
{
    /// <summary>How much it is preferred as leader (<see cref="ZooKeeperLeadershipOptions.Priority"/>); 0 for a Curator latch.</summary>
    public int Priority { get; init; }
}
