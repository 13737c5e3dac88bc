using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Watches;

/// <summary>
/// The two watch tables of a server and what each change of the tree fires in them (the triggers at the ends of
/// <c>DataTree.createNode</c>, <c>deleteNode</c> and <c>setData</c>). Not thread-safe.
/// </summary>
internal sealed class WatchManager
{
    /// <summary>Watches set by exists and getData.</summary>
    public WatchTable Data { get; } = new();

    /// <summary>Watches set by getChildren.</summary>
    public WatchTable Children { get; } = new();

    public void AddPersistent(string path, IWatcher watcher, WatchMode mode)
    {
        Data.Add(path, watcher, mode);
        Children.Add(path, watcher, mode);
    }

    public void RemoveAll(IWatcher watcher)
    {
        Data.RemoveAll(watcher);
        Children.RemoveAll(watcher);
    }

    public void Created(string path, Acl[] acl, string parent, Acl[] parentAcl)
    {
        Fire(Data, path, WatchEventKind.NodeCreated, acl);
        Fire(Children, parent, WatchEventKind.NodeChildrenChanged, parentAcl);
    }

    public void DataChanged(string path, Acl[] acl) => Fire(Data, path, WatchEventKind.NodeDataChanged, acl);

    public void Deleted(string path, Acl[] acl, string parent, Acl[] parentAcl)
    {
        // Somebody who watches both the data and the children of a node hears once that it is gone.
        var told = Fire(Data, path, WatchEventKind.NodeDeleted, acl);
        Fire(Children, path, WatchEventKind.NodeDeleted, acl, told);
        Fire(Children, parent, WatchEventKind.NodeChildrenChanged, parentAcl);
    }

    private static HashSet<IWatcher>? Fire(WatchTable table, string path, WatchEventKind kind, Acl[] acl, HashSet<IWatcher>? told = null)
    {
        var concerned = table.Take(path, kind);
        if (concerned is not null)
        {
            foreach (var watcher in concerned)
            {
                if (told?.Contains(watcher) != true)
                {
                    watcher.Notify(kind, path, acl);
                }
            }
        }

        return concerned;
    }
}
