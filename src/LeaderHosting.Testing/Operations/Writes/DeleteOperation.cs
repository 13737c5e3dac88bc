using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Security;
using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>delete. The permission that counts is the parent's.</summary>
internal sealed class DeleteOperation(string path, int version) : IWriteOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static DeleteOperation Read(ref JuteReader reader)
    {
        var request = DeleteRequest.Read(ref reader);
        return new DeleteOperation(request.Path, request.Version);
    }

    public ZooKeeperErrorCode Plan(PlannedTree tree, Caller caller, out Change? change)
    {
        change = null;
        if (!NodePath.HasParent(path) || NodePath.IsReserved(path))
        {
            return ZooKeeperErrorCode.BadArguments;
        }

        var parentPath = NodePath.ParentOf(path);
        if (tree.Find(parentPath) is not { } parent)
        {
            return ZooKeeperErrorCode.NoNode;
        }

        if (!AclRules.Allows(parent.Acl, AclPermissions.Delete, caller.Credentials))
        {
            return ZooKeeperErrorCode.NoAuth;
        }

        if (tree.Find(path) is not { } node)
        {
            return ZooKeeperErrorCode.NoNode;
        }

        var error = Change.CheckVersion(node.Version, version);
        if (error != ZooKeeperErrorCode.Ok)
        {
            return error;
        }

        if (node.ChildCount > 0)
        {
            return ZooKeeperErrorCode.NotEmpty;
        }

        tree.Put(parentPath, parent with { ChildCount = parent.ChildCount - 1 });
        tree.Put(path, null);
        change = new NodeDeletion(path);
        return ZooKeeperErrorCode.Ok;
    }
}
