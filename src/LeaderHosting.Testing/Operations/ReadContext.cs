using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Security;
using LeaderHosting.Testing.Tree;
using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Operations;

/// <summary>What a reading request is given to work with.</summary>
internal readonly record struct ReadContext(DataTree Tree, WatchManager Watches, Caller Caller)
{
    /// <summary>Looks a node up for somebody who needs <paramref name="permission"/> on it.</summary>
    public ZooKeeperErrorCode Find(string path, AclPermissions permission, out DataNode? node)
    {
        node = Tree.Find(path);
        if (node is null)
        {
            return ZooKeeperErrorCode.NoNode;
        }

        return Allows(node, permission) ? ZooKeeperErrorCode.Ok : ZooKeeperErrorCode.NoAuth;
    }

    public bool Allows(DataNode node, AclPermissions permission) => AclRules.Allows(node.Acl, permission, Caller.Credentials);
}
