namespace LeaderHosting.ZooKeeper;

/// <summary>What became of one operation of a transaction.</summary>
/// <param name="Kind">What the operation was to do.</param>
/// <param name="Error"><see cref="ZooKeeperErrorCode.Ok"/> if the transaction was applied. In one that failed: the error of the operation that failed it,
/// <see cref="ZooKeeperErrorCode.Ok"/> for those before it, <see cref="ZooKeeperErrorCode.RuntimeInconsistency"/> for those after it, which were not tried.
/// None of them was applied.</param>
/// <param name="Path">The node: for a create in a transaction that was applied, with the number the server appended to a sequential one.</param>
/// <param name="Stat">What is known of the node after a setData that was applied, or the create of a container node; otherwise null,
/// because a server (3.8) tells no more of another create in a transaction than its path.</param>
public readonly record struct ZooKeeperOperationResult(ZooKeeperOperationKind Kind, ZooKeeperErrorCode Error, string Path, Stat? Stat);
