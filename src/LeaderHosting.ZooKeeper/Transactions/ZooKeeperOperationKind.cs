namespace LeaderHosting.ZooKeeper;

/// <summary>What an operation of a transaction does.</summary>
public enum ZooKeeperOperationKind
{
    /// <summary>Creates a node.</summary>
    Create,

    /// <summary>Deletes a node.</summary>
    Delete,

    /// <summary>Sets a node's data.</summary>
    SetData,

    /// <summary>Checks that a node exists, and has a version.</summary>
    Check,
}
