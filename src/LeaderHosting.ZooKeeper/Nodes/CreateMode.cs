namespace LeaderHosting.ZooKeeper;

/// <summary>How long a new node lives, and whether the server appends a number to its name. The values are the protocol's.</summary>
public enum CreateMode
{
    /// <summary>Stays until it is deleted.</summary>
    Persistent = 0,

    /// <summary>Deleted by the server when the session that created it ends. It can have no children.</summary>
    Ephemeral = 1,

    /// <summary>As <see cref="Persistent"/>; the server appends a ten-digit number that grows with every child of the parent.</summary>
    PersistentSequential = 2,

    /// <summary>As <see cref="Ephemeral"/>; the server appends a ten-digit number that grows with every child of the parent.</summary>
    EphemeralSequential = 3,

    /// <summary>Deleted by the server some time after its last child has gone.</summary>
    Container = 4,

    /// <summary>As <see cref="Persistent"/>, and deleted by the server when unmodified and without children for the time to live.
    /// The server must run with <c>zookeeper.extendedTypesEnabled=true</c>.</summary>
    PersistentWithTtl = 5,

    /// <summary>As <see cref="PersistentWithTtl"/>; the server appends a ten-digit number that grows with every child of the parent.</summary>
    PersistentSequentialWithTtl = 6,
}
