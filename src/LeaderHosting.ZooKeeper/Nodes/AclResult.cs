namespace LeaderHosting.ZooKeeper;

/// <summary>A node's access control list, and what else is known of the node at the same instant.</summary>
/// <param name="Acl">The list.</param>
/// <param name="Stat">What is known of the node; <see cref="Stat.Aversion"/> is the list's version.</param>
public readonly record struct AclResult(IReadOnlyList<Acl> Acl, Stat Stat);
