namespace LeaderHosting.ZooKeeper;

/// <summary>A node's children, and what else is known of it at the same instant.</summary>
/// <param name="Children">The names (not the paths) of the children, in no order.</param>
/// <param name="Stat">What is known of the node itself.</param>
public readonly record struct ChildrenResult(IReadOnlyList<string> Children, Stat Stat);
