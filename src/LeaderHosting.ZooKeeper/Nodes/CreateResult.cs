namespace LeaderHosting.ZooKeeper;

/// <summary>A new node.</summary>
/// <param name="Path">Its path, with the number the server appended if it is sequential.</param>
/// <param name="Stat">What is known of it.</param>
public readonly record struct CreateResult(string Path, Stat Stat);
