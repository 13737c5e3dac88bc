using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Security;
using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>setData.</summary>
internal sealed class SetDataOperation(string path, byte[]? data, int version) : IWriteOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static SetDataOperation Read(ref JuteReader reader) => new(
        reader.ReadString("path"),
        NullableFields.ReadBuffer(ref reader, "data"),
        reader.ReadInt32("version"));

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

        if (!AclRules.Allows(node.Acl, AclPermissions.Write, caller.Credentials))
        {
            return ZooKeeperErrorCode.NoAuth;
        }

        var error = Change.CheckVersion(node.Version, version);
        if (error == ZooKeeperErrorCode.Ok)
        {
            tree.Put(path, node with { Version = node.Version + 1 });
            change = new DataChange(path, data);
        }

        return error;
    }
}
