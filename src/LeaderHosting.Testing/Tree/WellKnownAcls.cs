using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tree;

/// <summary>The ACLs of the nodes that a server makes for itself.</summary>
internal static class WellKnownAcls
{
    /// <summary>Everything for everybody, what upstream calls OPEN_ACL_UNSAFE.</summary>
    public static readonly Acl[] Open = [new(AclPermissions.All, "world", "anyone")];

    /// <summary>Reading for everybody, what upstream calls READ_ACL_UNSAFE.</summary>
    public static readonly Acl[] ReadOnly = [new(AclPermissions.Read, "world", "anyone")];
}
