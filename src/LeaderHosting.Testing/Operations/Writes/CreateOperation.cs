using System.Globalization;
using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Security;
using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>create, create2, createContainer and createTTL (<c>pRequest2TxnCreate</c>).</summary>
internal sealed class CreateOperation(OpCode code, string path, byte[]? data, Acl[] acl, int flags, long ttl, bool inMulti) : IWriteOperation
{
    private const long NoTtl = -1;

    public IReadOnlyList<string> Paths { get; } = [path];

    private CreateMode Mode => (CreateMode)flags;

    public static CreateOperation Read(OpCode code, ref JuteReader reader, bool inMulti) => new(
        code,
        reader.ReadString("path"),
        NullableFields.ReadBuffer(ref reader, "data"),
        reader.ReadAcls("acl"),
        reader.ReadInt32("flags"),
        code == OpCode.CreateTtl ? reader.ReadInt64("ttl") : NoTtl,
        inMulti);

    public ZooKeeperErrorCode Plan(PlannedTree tree, Caller caller, out Change? change)
    {
        change = null;
        var error = CheckMode(caller);
        if (error != ZooKeeperErrorCode.Ok)
        {
            return error;
        }

        if (!NodePath.HasParent(path))
        {
            return ZooKeeperErrorCode.BadArguments;
        }

        if (AclRules.Resolve(acl, caller.Credentials) is not { } resolved)
        {
            return ZooKeeperErrorCode.InvalidAcl;
        }

        var parentPath = NodePath.ParentOf(path);
        if (tree.Find(parentPath) is not { } parent)
        {
            return ZooKeeperErrorCode.NoNode;
        }

        if (!AclRules.Allows(parent.Acl, AclPermissions.Create, caller.Credentials))
        {
            return ZooKeeperErrorCode.NoAuth;
        }

        var created = IsSequential ? path + parent.CreatedChildren.ToString("D10", CultureInfo.InvariantCulture) : path;
        if (!NodePath.IsValid(created))
        {
            return ZooKeeperErrorCode.BadArguments;
        }

        if (tree.Find(created) is not null)
        {
            return ZooKeeperErrorCode.NodeExists;
        }

        if (EphemeralOwner.IsSession(parent.Owner))
        {
            return ZooKeeperErrorCode.NoChildrenForEphemerals;
        }

        var owner = OwnerFor(caller);
        tree.Put(parentPath, parent with { CreatedChildren = parent.CreatedChildren + 1, ChildCount = parent.ChildCount + 1 });
        tree.Put(created, new NodeView(resolved, owner, 0, 0, 0, 0));
        change = new NodeCreation(created, data, resolved, owner, HasStat, ResultType);
        return ZooKeeperErrorCode.Ok;
    }

    private bool IsSequential =>
        Mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential or CreateMode.PersistentSequentialWithTtl;

    private bool IsTtlMode => Mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl;

    // In a multi, upstream reads create2 as a plain create: its result has no stat.
    private bool HasStat => code != OpCode.Create && !(inMulti && code == OpCode.Create2);

    private OpCode ResultType => HasStat ? OpCode.Create2 : OpCode.Create;

    private ZooKeeperErrorCode CheckMode(Caller caller)
    {
        if (Mode is < CreateMode.Persistent or > CreateMode.PersistentSequentialWithTtl)
        {
            return ZooKeeperErrorCode.BadArguments;
        }

        if (IsTtlMode && !caller.TtlNodes)
        {
            return ZooKeeperErrorCode.Unimplemented;
        }

        var ttlFits = IsTtlMode ? EphemeralOwner.IsValidTtl(ttl) : ttl < 0;
        return ttlFits ? ZooKeeperErrorCode.Ok : ZooKeeperErrorCode.BadArguments;
    }

    /// <summary>The kind of request makes a container or a time to live; the flags alone make an ephemeral.</summary>
    private long OwnerFor(Caller caller) =>
        code switch
        {
            OpCode.CreateContainer => EphemeralOwner.Container,
            OpCode.CreateTtl => EphemeralOwner.FromTtl(ttl),
            _ => Mode is CreateMode.Ephemeral or CreateMode.EphemeralSequential ? caller.SessionId : EphemeralOwner.None,
        };
}
