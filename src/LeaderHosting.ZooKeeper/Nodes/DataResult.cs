namespace LeaderHosting.ZooKeeper;

/// <summary>A node's data, and what else is known of it at the same instant.</summary>
/// <param name="Data">The data; empty if there is none. The array belongs to the caller.</param>
/// <param name="Stat">What is known of the node.</param>
public readonly record struct DataResult(byte[] Data, Stat Stat);
