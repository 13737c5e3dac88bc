namespace LeaderHosting.Coordination;

/// <summary>What an operation of a transaction left behind.</summary>
/// <param name="Version">After a set: the version of the data. Otherwise 0.</param>
/// <param name="ModifiedZxid">After a set: the zxid of the transaction. Otherwise 0.</param>
/// <param name="Path">After a create: the path as created. Otherwise <see langword="null"/>.</param>
/// <param name="ChildCount">After a set: how many children the znode has, by all operations of the transaction before it and this one (<c>numChildren</c> of the Stat). Otherwise 0.</param>
public readonly record struct CoordinationResult(int Version, long ModifiedZxid, string? Path = null, int ChildCount = 0);
