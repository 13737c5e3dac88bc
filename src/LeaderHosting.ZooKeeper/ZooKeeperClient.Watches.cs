using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper;

/// <content>Requests that set a watch.</content>
public sealed partial class ZooKeeperClient
{
    /// <summary>Asks whether a node exists, and watches it: the watch fires when the node is created, deleted, or its data is set.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait for the answer; no watch is left behind.</param>
    /// <returns>What is known of the node, or null if it does not exist; and the watch, which is set either way. Dispose it when it is no longer wanted.</returns>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<Watched<Stat?>> WatchExistsAsync(string path, CancellationToken cancellationToken = default)
    {
        var entry = new WatchEntry(_session.Chroot.ToServer(path), watchesChildren: false, _session);
        return _session.SendAsync<WatchExistsOperation, Stat?>(new WatchExistsOperation(entry), entry, cancellationToken);
    }

    /// <summary>Reads a node's data, and watches it: the watch fires when the data is set or the node is deleted.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait for the answer; no watch is left behind.</param>
    /// <returns>The data, what is known of the node, and the watch. Dispose it when it is no longer wanted.</returns>
    /// <exception cref="NoNodeException">The node does not exist; no watch is set.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<Watched<DataResult>> WatchDataAsync(string path, CancellationToken cancellationToken = default)
    {
        var entry = new WatchEntry(_session.Chroot.ToServer(path), watchesChildren: false, _session);
        return _session.SendAsync<WatchDataOperation, DataResult>(new WatchDataOperation(entry), entry, cancellationToken);
    }

    /// <summary>Lists a node's children, and watches them: the watch fires when a child is created or deleted, or the node itself is deleted.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait for the answer; no watch is left behind.</param>
    /// <returns>The names of the children, what is known of the node, and the watch. Dispose it when it is no longer wanted.</returns>
    /// <exception cref="NoNodeException">The node does not exist; no watch is set.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<Watched<ChildrenResult>> WatchChildrenAsync(string path, CancellationToken cancellationToken = default)
    {
        var entry = new WatchEntry(_session.Chroot.ToServer(path), watchesChildren: true, _session);
        return _session.SendAsync<WatchChildrenOperation, ChildrenResult>(new WatchChildrenOperation(entry), entry, cancellationToken);
    }
}
