namespace LeaderHosting.Chaos.Checking;

/// <summary>The quiet at the end of a round of faults.</summary>
/// <param name="Number">The round.</param>
/// <param name="HealedAt">When the last fault was over: all servers serve, all candidates run, all links are whole.</param>
/// <param name="EndedAt">When the next round began.</param>
internal sealed record Round(int Number, long HealedAt, long EndedAt)
{
    /// <summary>When a server first granted a session to somebody who asked each of them from <see cref="HealedAt"/> on: there is a quorum that commits. <see langword="null"/>: none
    /// did by <see cref="EndedAt"/>.</summary>
    public long? GrantedAt { get; init; }
}
