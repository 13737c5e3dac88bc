namespace LeaderHosting.ZooKeeper;

/// <summary>The access control lists most nodes use: <c>ZooDefs.Ids</c> of upstream.</summary>
public static class WellKnownAcls
{
    /// <summary>Anyone may do anything. Used where a method is given no list, as ZooKeeper's own tools do; "unsafe" because any client may change the node.</summary>
    public static IReadOnlyList<Acl> OpenUnsafe { get; } = [new Acl(AclPermissions.All, "world", "anyone")];

    /// <summary>The identities that the creating session has proved may do anything, nobody else may do anything. Needs an identity
    /// (<see cref="ZooKeeperClientOptions.AuthInfos"/> or <see cref="ZooKeeperClient.AddAuthAsync"/>); without one the server answers InvalidAcl.</summary>
    public static IReadOnlyList<Acl> CreatorAll { get; } = [new Acl(AclPermissions.All, "auth", string.Empty)];

    /// <summary>Anyone may read, nobody may change.</summary>
    public static IReadOnlyList<Acl> ReadUnsafe { get; } = [new Acl(AclPermissions.Read, "world", "anyone")];
}
