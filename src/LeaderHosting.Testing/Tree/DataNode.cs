using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tree;

/// <summary>One node of the tree. Plain state: the rules live in the operations, the bookkeeping in <see cref="DataTree"/>.</summary>
internal sealed class DataNode(byte[]? data, Acl[] acl, long owner, Stamp stamp)
{
    private HashSet<string>? _children;

    public byte[]? Data { get; set; } = data;

    public Acl[] Acl { get; set; } = acl;

    public long Owner { get; } = owner;

    public Stamp Created { get; } = stamp;

    public Stamp Modified { get; set; } = stamp;

    public long ChildrenZxid { get; set; } = stamp.Zxid;

    public int Version { get; set; }

    public int AclVersion { get; set; }

    /// <summary>
    /// How many children were ever created below this node. It names the next sequential child; deletions do not
    /// count, so a number is never given out twice.
    /// </summary>
    public int CreatedChildren { get; set; }

    public int ChildCount => _children?.Count ?? 0;

    public IReadOnlyCollection<string> Children => _children ?? (IReadOnlyCollection<string>)[];

    public void AddChild(string name) => (_children ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);

    public void RemoveChild(string name) => _children?.Remove(name);

    /// <summary>
    /// The client's view. Its <c>cversion</c> counts creations and deletions of children: twice the creations, less the
    /// children that are still there. Its <c>ephemeralOwner</c> is told of ephemerals only: how long containers and nodes with a time
    /// to live have to live is the server's own business (<c>DataNode.copyStat</c>).
    /// </summary>
    public Stat Stat => new(
        Created.Zxid,
        Modified.Zxid,
        Created.Time,
        Modified.Time,
        Version,
        (CreatedChildren * 2) - ChildCount,
        AclVersion,
        EphemeralOwner.IsSession(Owner) ? Owner : EphemeralOwner.None,
        Data?.Length ?? 0,
        ChildCount,
        ChildrenZxid);
}
