namespace LeaderHosting.ZooKeeper;

/// <summary>What ZooKeeper knows about a node besides its data: the <c>Stat</c> structure of the ZooKeeper Programmer's Guide.</summary>
/// <param name="Czxid">The zxid (transaction id, growing over the whole ensemble) of the change that created the node.</param>
/// <param name="Mzxid">The zxid of the change that last set the node's data.</param>
/// <param name="Ctime">When the node was created, in milliseconds since 1970-01-01 UTC by the server's clock. Not fit for decisions.</param>
/// <param name="Mtime">When the node's data was last set, in milliseconds since 1970-01-01 UTC by the server's clock. Not fit for decisions.</param>
/// <param name="Version">How many times the data was set; 0 for a new node.</param>
/// <param name="Cversion">How many times a child was created or deleted.</param>
/// <param name="Aversion">How many times the access control list was set.</param>
/// <param name="EphemeralOwner">The id of the session that owns the node if it is ephemeral, otherwise 0.</param>
/// <param name="DataLength">The length of the data in bytes.</param>
/// <param name="NumChildren">How many children the node has.</param>
/// <param name="Pzxid">The zxid of the change that last created or deleted a child.</param>
public readonly record struct Stat(
    long Czxid,
    long Mzxid,
    long Ctime,
    long Mtime,
    int Version,
    int Cversion,
    int Aversion,
    long EphemeralOwner,
    int DataLength,
    int NumChildren,
    long Pzxid);
