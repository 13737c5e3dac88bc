namespace LeaderHosting.Coordination;

/// <summary>What an operation of a transaction left behind.</summary>
/// <param name="Version">After a set: the version of the data. Otherwise 0.</param>
/// <param name="ModifiedZxid">After a set: the zxid of the transaction. Otherwise 0.</param>
/// <param name="Path">After a create: the path as created. Otherwise <see langword="null"/>.</param>
public readonly record struct CoordinationResult(int Version, long ModifiedZxid, string? Path = null);
