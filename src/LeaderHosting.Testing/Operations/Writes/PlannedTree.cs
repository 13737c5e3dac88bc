using LeaderHosting.Testing.Tree;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>
/// The tree as it will be once the operations planned so far are applied. A multi is checked against it from the first to the last operation
/// before anything is changed, so a multi that fails leaves nothing to undo (upstream's <c>outstandingChanges</c>).
/// </summary>
internal sealed class PlannedTree(DataTree tree)
{
    private readonly Dictionary<string, NodeView?> _planned = new(StringComparer.Ordinal);

    public NodeView? Find(string path) =>
        _planned.TryGetValue(path, out var view)
            ? view
            : tree.Find(path) is { } node
                ? new NodeView(node.Acl, node.Owner, node.Version, node.AclVersion, node.CreatedChildren, node.ChildCount)
                : null;

    /// <summary>Notes what a node will look like, or with null that it will be gone.</summary>
    public void Put(string path, NodeView? view) => _planned[path] = view;
}
