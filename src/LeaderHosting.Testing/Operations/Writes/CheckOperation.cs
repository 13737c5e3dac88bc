using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Security;
using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>check: a version compared inside a transaction.</summary>
internal sealed class CheckOperation(string path, int version) : IWriteOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static CheckOperation Read(ref JuteReader reader)
    {
        var request = CheckVersionRequest.Read(ref reader);
        return new CheckOperation(request.Path, request.Version);
    }

    public ZooKeeperErrorCode Plan(PlannedTree tree, Caller caller, out Change? change)
    {
        change = null;
        if (!NodePath.IsValid(path))
        {
            return ZooKeeperErrorCode.BadArguments;
        }

        if (tree.Find(path) is not { } node)
        {
            return ZooKeeperErrorCode.NoNode;
        }

        if (!AclRules.Allows(node.Acl, AclPermissions.Read, caller.Credentials))
        {
            return ZooKeeperErrorCode.NoAuth;
        }

        var error = Change.CheckVersion(node.Version, version);
        change = error == ZooKeeperErrorCode.Ok ? new VersionCheck() : null;
        return error;
    }
}
