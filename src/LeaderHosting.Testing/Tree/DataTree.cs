using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tree;

/// <summary>
/// The nodes, and the indexes over them (ephemerals by session, containers, nodes with a time to live). Its changes cannot
/// fail: whoever calls them has checked before. Every change fires the watches it concerns before it returns. Not thread-safe.
/// </summary>
internal sealed class DataTree
{
    private readonly Dictionary<string, DataNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<long, HashSet<string>> _ephemerals = [];
    private readonly HashSet<string> _swept = new(StringComparer.Ordinal);
    private readonly WatchManager _watches;

    public DataTree(WatchManager watches)
    {
        _watches = watches;
        AddReserved(NodePath.Root, WellKnownAcls.Open);
        AddReserved("/zookeeper", WellKnownAcls.Open);
        AddReserved("/zookeeper/quota", WellKnownAcls.Open);
        AddReserved("/zookeeper/config", WellKnownAcls.ReadOnly).AclVersion = -1;
    }

    /// <summary>Nodes as <c>srvr</c> counts them: the root is entered twice, as "" and as "/".</summary>
    public int Count => _nodes.Count + 1;

    public int EphemeralCount => _ephemerals.Sum(static owned => owned.Value.Count);

    /// <summary>Bytes of paths and data, what <c>mntr</c> calls the approximate data size.</summary>
    public long DataSize => _nodes.Sum(static node => (long)node.Key.Length + (node.Value.Data?.Length ?? 0));

    public IEnumerable<KeyValuePair<long, HashSet<string>>> Ephemerals => _ephemerals;

    public DataNode? Find(string path) => _nodes.GetValueOrDefault(path.Length == 0 ? NodePath.Root : path);

    /// <summary>All nodes below <paramref name="path"/>, at any depth.</summary>
    public int CountBelow(string path) =>
        path == NodePath.Root
            ? _nodes.Count - 1
            : _nodes.Keys.Count(key => key.Length > path.Length && key[path.Length] == '/' && key.StartsWith(path, StringComparison.Ordinal));

    /// <summary>The paths that die with a session, in ordinal order so that expiry is repeatable.</summary>
    public string[] EphemeralsOf(long sessionId) =>
        _ephemerals.TryGetValue(sessionId, out var paths) ? [.. paths.Order(StringComparer.Ordinal)] : [];

    public Stat Create(string path, byte[]? data, Acl[] acl, long owner, Stamp stamp)
    {
        var parentPath = NodePath.ParentOf(path);
        var parent = _nodes[parentPath];
        parent.CreatedChildren++;
        parent.ChildrenZxid = stamp.Zxid;
        parent.AddChild(NodePath.NameOf(path));

        var node = new DataNode(data, acl, owner, stamp);
        _nodes.Add(path, node);
        Index(path, owner);

        var stat = node.Stat;
        _watches.Created(path, acl, parentPath, parent.Acl);
        return stat;
    }

    public void Delete(string path, Stamp stamp)
    {
        var parentPath = NodePath.ParentOf(path);
        var parent = _nodes[parentPath];
        parent.RemoveChild(NodePath.NameOf(path));
        parent.ChildrenZxid = stamp.Zxid;

        _nodes.Remove(path, out var node);
        Unindex(path, node!.Owner);
        _watches.Deleted(path, node.Acl, parentPath, parent.Acl);
    }

    public Stat SetData(string path, byte[]? data, Stamp stamp)
    {
        var node = _nodes[path];
        node.Data = data;
        node.Modified = stamp;
        node.Version++;

        var stat = node.Stat;
        _watches.DataChanged(path, node.Acl);
        return stat;
    }

    public Stat SetAcl(string path, Acl[] acl)
    {
        var node = _nodes[path];
        node.Acl = acl;
        node.AclVersion++;
        return node.Stat;
    }

    /// <summary>
    /// The nodes that a sweep should try to delete now: containers that had children and have none left, and childless nodes
    /// whose time to live has run out since they were last written (<c>ContainerManager.getCandidates</c>).
    /// </summary>
    public string[] SweepCandidates(long now) =>
        [.. _swept.Where(path => IsSweepable(_nodes[path], now)).Order(StringComparer.Ordinal)];

    private static bool IsSweepable(DataNode node, long now) =>
        node.ChildCount == 0
        && (node.Owner == EphemeralOwner.Container
            ? node.CreatedChildren > 0
            : now - node.Modified.Time > EphemeralOwner.TtlOf(node.Owner));

    private DataNode AddReserved(string path, Acl[] acl)
    {
        var node = new DataNode([], acl, EphemeralOwner.None, default);
        _nodes.Add(path, node);
        if (path != NodePath.Root)
        {
            _nodes[NodePath.ParentOf(path)].AddChild(NodePath.NameOf(path));
        }

        return node;
    }

    private void Index(string path, long owner)
    {
        if (owner == EphemeralOwner.None)
        {
            return;
        }

        if (!EphemeralOwner.IsSession(owner))
        {
            _swept.Add(path);
            return;
        }

        if (!_ephemerals.TryGetValue(owner, out var paths))
        {
            _ephemerals.Add(owner, paths = new HashSet<string>(StringComparer.Ordinal));
        }

        paths.Add(path);
    }

    private void Unindex(string path, long owner)
    {
        _swept.Remove(path);
        if (_ephemerals.TryGetValue(owner, out var paths) && paths.Remove(path) && paths.Count == 0)
        {
            _ephemerals.Remove(owner);
        }
    }
}
