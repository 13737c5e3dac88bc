namespace FailoverDemo.Cluster;

/// <summary>What a node's process is doing.</summary>
internal enum NodeCondition
{
    /// <summary>It has ended, or was never started.</summary>
    Ended,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is frozen.</summary>
    Frozen,
}
