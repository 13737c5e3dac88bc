namespace LeaderHosting.Coordination;

/// <summary>The kinds of znode that the election makes.</summary>
public enum CoordinationNodeKind
{
    /// <summary>Stays until it is deleted.</summary>
    Persistent = 0,

    /// <summary>Ends with the session; the server appends a sequence number to its name.</summary>
    EphemeralSequential = 1,
}
