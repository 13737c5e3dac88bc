using System.Runtime.InteropServices;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Watches;

/// <summary>The watches of a session, by node. Not thread-safe: the session's lock guards it.</summary>
internal sealed class WatchTable
{
    private readonly Dictionary<string, List<WatchEntry>> _byPath = new(StringComparer.Ordinal);

    /// <summary>How many watches there are, armed or not.</summary>
    public int Count { get; private set; }

    public void Add(WatchEntry entry)
    {
        ref var entries = ref CollectionsMarshal.GetValueRefOrAddDefault(_byPath, entry.Path, out _);
        entries ??= new List<WatchEntry>(1);
        entries.Add(entry);
        Count++;
    }

    /// <summary>Takes a watch out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(WatchEntry entry)
    {
        if (!_byPath.TryGetValue(entry.Path, out var entries) || !entries.Remove(entry))
        {
            return false;
        }

        Forget(entry.Path, entries, 1);
        return true;
    }

    /// <summary>Whether some watch, armed or on its way, shares the server's watch with <paramref name="entry"/>.</summary>
    public bool IsShared(WatchEntry entry) =>
        _byPath.TryGetValue(entry.Path, out var entries) && entries.Exists(other => other.WatchesChildren == entry.WatchesChildren);

    /// <summary>Takes out the watches that an event fires. One whose answer is still on its way is not among them: the server sets it after this event.</summary>
    public IReadOnlyList<WatchEntry> TakeFired(WatchEventType type, string path)
    {
        if (!_byPath.TryGetValue(path, out var entries))
        {
            return [];
        }

        var fired = entries.FindAll(entry => entry.IsArmed && IsFiredBy(entry, type));
        entries.RemoveAll(entry => entry.IsArmed && IsFiredBy(entry, type));
        Forget(path, entries, fired.Count);
        return fired;
    }

    /// <summary>Takes out every watch.</summary>
    public IReadOnlyList<WatchEntry> TakeAll()
    {
        var all = _byPath.Values.SelectMany(entries => entries).ToList();
        _byPath.Clear();
        Count = 0;
        return all;
    }

    /// <summary>What must be set again after a reconnect, in requests of a bounded size.</summary>
    /// <param name="lastZxidSeen">The newest transaction the client has seen: what changed after it fires at once.</param>
    /// <param name="maxLength">The length at which a request is full, in bytes.</param>
    public IReadOnlyList<SetWatchesRequest> ToRequests(long lastZxidSeen, int maxLength)
    {
        var builder = new SetWatchesBuilder(lastZxidSeen, maxLength);
        foreach (var (path, entries) in _byPath)
        {
            foreach (var kind in entries.Where(entry => entry.IsArmed).Select(entry => entry.Kind).Distinct())
            {
                builder.Add(kind, path);
            }
        }

        return builder.Build();
    }

    private static bool IsFiredBy(WatchEntry entry, WatchEventType type) => type switch
    {
        WatchEventType.NodeCreated or WatchEventType.NodeDataChanged => !entry.WatchesChildren,
        WatchEventType.NodeChildrenChanged => entry.WatchesChildren,
        WatchEventType.NodeDeleted => true,

        // Nothing a one-shot watch waits for: it stays.
        _ => false,
    };

    private void Forget(string path, List<WatchEntry> left, int removed)
    {
        Count -= removed;
        if (left.Count == 0)
        {
            _byPath.Remove(path);
        }
    }
}
