using System.Collections.Immutable;
using System.Globalization;
using LeaderHosting.Coordination;

namespace LeaderHosting.Tests.Ensemble;

/// <summary>The data of an ensemble at one zxid. Immutable: a transaction that fails half-way has changed nothing.</summary>
internal sealed class EnsembleTree
{
    private readonly ImmutableSortedDictionary<string, EnsembleNode> _nodes;

    private EnsembleTree(ImmutableSortedDictionary<string, EnsembleNode> nodes)
    {
        _nodes = nodes;
    }

    public static EnsembleTree Empty { get; } = new(ImmutableSortedDictionary
        .Create<string, EnsembleNode>(StringComparer.Ordinal)
        .Add("/", new EnsembleNode(default, 0, 0, 0, 0)));

    public EnsembleNode? Find(string path) => _nodes.GetValueOrDefault(path);

    public IReadOnlyList<string>? Children(string path)
    {
        if (!_nodes.ContainsKey(path))
        {
            return null;
        }

        var prefix = PrefixOf(path);
        return [.. _nodes.Keys.Where(k => IsChild(k, prefix)).Select(k => k[prefix.Length..])];
    }

    public IEnumerable<string> OwnedBy(long session) => _nodes.Where(n => n.Value.Owner == session).Select(n => n.Key);

    /// <summary>Adds a znode; <paramref name="created"/> is its path with the sequence number.</summary>
    public EnsembleTree Create(string path, ReadOnlyMemory<byte> data, long owner, bool sequential, long zxid, out string created)
    {
        var parentPath = ParentOf(path);
        var parent = Find(parentPath) ?? throw Missing(parentPath);
        created = sequential ? path + parent.NextSequence.ToString("D10", CultureInfo.InvariantCulture) : path;
        if (_nodes.ContainsKey(created))
        {
            throw new CoordinationException(CoordinationFault.NodeExists, $"{created} exists.");
        }

        return new(_nodes
            .SetItem(parentPath, parent with { NextSequence = parent.NextSequence + 1 })
            .Add(created, new EnsembleNode(data, 0, zxid, owner, 0)));
    }

    public EnsembleTree Delete(string path)
    {
        if (!_nodes.ContainsKey(path))
        {
            throw Missing(path);
        }

        return Children(path)!.Count == 0
            ? new(_nodes.Remove(path))
            : throw new CoordinationException(CoordinationFault.Other, $"{path} has children.");
    }

    public EnsembleTree DeleteAll(string path)
    {
        var prefix = PrefixOf(path);
        return new(_nodes.RemoveRange(_nodes.Keys.Where(k => k == path || k.StartsWith(prefix, StringComparison.Ordinal))));
    }

    public EnsembleTree Set(string path, ReadOnlyMemory<byte> data, int version, long zxid)
    {
        var node = Find(path) ?? throw Missing(path);
        return version == -1 || version == node.Version
            ? new(_nodes.SetItem(path, node with { Data = data, Version = node.Version + 1, ModifiedZxid = zxid }))
            : throw new CoordinationException(CoordinationFault.VersionMismatch, $"{path} has version {node.Version}.");
    }

    public EnsembleTree Check(string path) => _nodes.ContainsKey(path) ? this : throw Missing(path);

    private static CoordinationException Missing(string path) => new(CoordinationFault.NodeMissing, $"There is no {path}.");

    private static string ParentOf(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/";

    private static string PrefixOf(string path) => path == "/" ? "/" : path + "/";

    private static bool IsChild(string path, string prefix) =>
        path.Length > prefix.Length && path.StartsWith(prefix, StringComparison.Ordinal) && path.IndexOf('/', prefix.Length) < 0;
}
