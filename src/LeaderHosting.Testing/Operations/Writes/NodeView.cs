using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>As much of a node as the checks of a write need to know.</summary>
internal readonly record struct NodeView(Acl[] Acl, long Owner, int Version, int AclVersion, int CreatedChildren, int ChildCount);
