using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Security;
using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>setACL. The version it compares is the ACL's own.</summary>
internal sealed class SetAclOperation(string path, IReadOnlyList<Acl> acl, int version) : IWriteOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static SetAclOperation Read(ref JuteReader reader)
    {
        var request = SetAclRequest.Read(ref reader);
        return new SetAclOperation(request.Path, request.Acl, request.Version);
    }

    public ZooKeeperErrorCode Plan(PlannedTree tree, Caller caller, out Change? change)
    {
        change = null;
        if (!NodePath.IsValid(path))
        {
            return ZooKeeperErrorCode.BadArguments;
        }

        if (AclRules.Resolve(acl, caller.Credentials) is not { } resolved)
        {
            return ZooKeeperErrorCode.InvalidAcl;
        }

        if (tree.Find(path) is not { } node)
        {
            return ZooKeeperErrorCode.NoNode;
        }

        if (!AclRules.Allows(node.Acl, AclPermissions.Admin, caller.Credentials))
        {
            return ZooKeeperErrorCode.NoAuth;
        }

        var error = Change.CheckVersion(node.AclVersion, version);
        if (error == ZooKeeperErrorCode.Ok)
        {
            tree.Put(path, node with { Acl = resolved, AclVersion = node.AclVersion + 1 });
            change = new AclChange(path, resolved);
        }

        return error;
    }
}
