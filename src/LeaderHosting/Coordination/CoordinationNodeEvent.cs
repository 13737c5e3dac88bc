namespace LeaderHosting.Coordination;

/// <summary>What a watch saw.</summary>
public enum CoordinationNodeEvent
{
    /// <summary>The znode was deleted.</summary>
    Deleted = 0,

    /// <summary>Its data changed.</summary>
    Changed = 1,
}
