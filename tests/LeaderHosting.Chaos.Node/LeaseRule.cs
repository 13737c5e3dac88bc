namespace LeaderHosting.Chaos.Node;

/// <summary>When a leader believes that it still leads.</summary>
internal enum LeaseRule
{
    /// <summary>As the library does: as long as the quorum has proved it.</summary>
    Proved,

    /// <summary>Until it is told otherwise.</summary>
    Naive,
}
