using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Watches: armed by answers, fired by events, released by their holders.</summary>
internal sealed partial class Session : IWatchOwner
{
    void IConnectionOwner.OnWatchEvent(WatcherEvent watcherEvent)
    {
        var type = (WatchEventType)watcherEvent.Type;
        IReadOnlyList<WatchEntry> fired;
        lock (_gate)
        {
            fired = _watches.TakeFired(type, watcherEvent.Path);
        }

        var path = Chroot.ToClient(watcherEvent.Path);
        _logger.WatchFired(type, path, fired.Count);
        foreach (var watch in fired)
        {
            watch.TrySetResult(new WatchEvent(type, path));
        }
    }

    void IWatchOwner.Arm(WatchEntry entry, WatchKind kind)
    {
        lock (_gate)
        {
            entry.SetArmed(kind);
        }
    }

    void IWatchOwner.Release(WatchEntry entry)
    {
        Connection? connection = null;
        lock (_gate)
        {
            if (_watches.Remove(entry) && entry.IsArmed && !_watches.IsShared(entry) && !IsOver(out _))
            {
                connection = _connection;
                connection?.TrySend(ForgetOnServer(entry));
            }
        }

        entry.TrySetCanceled();
        connection?.Flush();
    }

    /// <summary>Tells the server to forget a watch nobody shares. Nobody waits for the answer: left alone, the watch would cost the server
    /// a few bytes, and this client an event that nobody wants.</summary>
    private OperationRequest<RemoveWatchesOperation, Nothing> ForgetOnServer(WatchEntry entry) => OperationRequest<RemoveWatchesOperation, Nothing>.Rent(
        new RemoveWatchesOperation(entry.Path, entry.WatchesChildren ? WatcherType.Children : WatcherType.Data),
        Chroot,
        _metrics,
        CancellationToken.None);
}
