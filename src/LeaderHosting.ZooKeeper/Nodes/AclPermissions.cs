namespace LeaderHosting.ZooKeeper;

/// <summary>What an <see cref="Acl"/> entry allows: <c>ZooDefs.Perms</c> of upstream.</summary>
[Flags]
public enum AclPermissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read the data and list the children.</summary>
    Read = 1,

    /// <summary>Set the data.</summary>
    Write = 2,

    /// <summary>Create a child.</summary>
    Create = 4,

    /// <summary>Delete a child.</summary>
    Delete = 8,

    /// <summary>Set the access control list.</summary>
    Admin = 16,

    /// <summary>Everything.</summary>
    All = Read | Write | Create | Delete | Admin,
}
