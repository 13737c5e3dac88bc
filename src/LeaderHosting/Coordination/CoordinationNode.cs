namespace LeaderHosting.Coordination;

/// <summary>A znode as read.</summary>
/// <param name="Data">Its data.</param>
/// <param name="Version">The version of its data (<c>version</c> of the Stat).</param>
/// <param name="ModifiedZxid">The transaction that last changed its data (<c>mzxid</c>).</param>
/// <param name="Owner">The session that an ephemeral node belongs to (<c>ephemeralOwner</c>); 0 for others.</param>
/// <param name="ChildCount">How many children it had in the instant in which the rest was read (<c>numChildren</c> of the same Stat).</param>
/// <param name="ChildVersion">
/// How many children it had been given or had lost by then (<c>cversion</c> of the same Stat). ZooKeeper numbers sequential children by how many were ever created, and this is twice that number
/// less the children that are left (<c>DataNode.copyStat</c>).
/// </param>
public sealed record CoordinationNode(ReadOnlyMemory<byte> Data, int Version, long ModifiedZxid, long Owner, int ChildCount, int ChildVersion);
