using LeaderHosting.Testing.Tree;

namespace LeaderHosting.Testing.Watches;

/// <summary>
/// Who watches which path, and how. A server keeps two: one for data (and existence), one for children. A watcher has one mode
/// for each path: setting another one replaces it, as in ZooKeeper 3.8. Not thread-safe.
/// </summary>
internal sealed class WatchTable
{
    private readonly Dictionary<string, Dictionary<IWatcher, WatchMode>> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<IWatcher, HashSet<string>> _byWatcher = [];
    private int _recursive;

    public int Count => _byPath.Sum(static watched => watched.Value.Count);

    public int PathCount => _byPath.Count;

    public int WatcherCount => _byWatcher.Count(static watcher => watcher.Value.Count > 0);

    public IEnumerable<KeyValuePair<IWatcher, HashSet<string>>> ByWatcher => _byWatcher;

    public IEnumerable<(string Path, IEnumerable<IWatcher> Watchers)> ByPath =>
        _byPath.Select(static watched => (watched.Key, (IEnumerable<IWatcher>)watched.Value.Keys));

    public void Add(string path, IWatcher watcher, WatchMode mode)
    {
        if (!_byPath.TryGetValue(path, out var watchers))
        {
            _byPath.Add(path, watchers = []);
        }

        if (watchers.TryGetValue(watcher, out var previous))
        {
            Forget(previous);
        }

        watchers[watcher] = mode;
        _recursive += mode == WatchMode.PersistentRecursive ? 1 : 0;

        if (!_byWatcher.TryGetValue(watcher, out var paths))
        {
            _byWatcher.Add(watcher, paths = new HashSet<string>(StringComparer.Ordinal));
        }

        paths.Add(path);
    }

    public bool Contains(string path, IWatcher watcher) => _byPath.TryGetValue(path, out var watchers) && watchers.ContainsKey(watcher);

    public bool Remove(string path, IWatcher watcher)
    {
        if (!_byWatcher.TryGetValue(watcher, out var paths) || !paths.Remove(path))
        {
            return false;
        }

        RemoveFromPath(path, watcher);
        return true;
    }

    public void RemoveAll(IWatcher watcher)
    {
        if (!_byWatcher.Remove(watcher, out var paths))
        {
            return;
        }

        foreach (var path in paths)
        {
            RemoveFromPath(path, watcher);
        }
    }

    /// <summary>
    /// Collects whom an event concerns, in the order in which they began to watch, and forgets the watches that fire only once.
    /// </summary>
    /// <returns>The watchers, or null when there are none.</returns>
    public HashSet<IWatcher>? Take(string path, WatchEventKind kind)
    {
        HashSet<IWatcher>? concerned = null;
        if (_byPath.TryGetValue(path, out var watchers))
        {
            foreach (var (watcher, mode) in watchers)
            {
                if (mode == WatchMode.PersistentRecursive && kind == WatchEventKind.NodeChildrenChanged)
                {
                    continue;
                }

                (concerned ??= []).Add(watcher);
                if (mode == WatchMode.OneShot)
                {
                    watchers.Remove(watcher);
                    _byWatcher[watcher].Remove(path);
                }
            }

            if (watchers.Count == 0)
            {
                _byPath.Remove(path);
            }
        }

        if (_recursive > 0 && kind != WatchEventKind.NodeChildrenChanged)
        {
            AddRecursive(path, ref concerned);
        }

        return concerned;
    }

    private void AddRecursive(string path, ref HashSet<IWatcher>? concerned)
    {
        while (path != NodePath.Root)
        {
            path = NodePath.ParentOf(path);
            if (!_byPath.TryGetValue(path, out var watchers))
            {
                continue;
            }

            foreach (var (watcher, mode) in watchers)
            {
                if (mode == WatchMode.PersistentRecursive)
                {
                    (concerned ??= []).Add(watcher);
                }
            }
        }
    }

    private void RemoveFromPath(string path, IWatcher watcher)
    {
        var watchers = _byPath[path];
        watchers.Remove(watcher, out var mode);
        Forget(mode);
        if (watchers.Count == 0)
        {
            _byPath.Remove(path);
        }
    }

    private void Forget(WatchMode mode) => _recursive -= mode == WatchMode.PersistentRecursive ? 1 : 0;
}
