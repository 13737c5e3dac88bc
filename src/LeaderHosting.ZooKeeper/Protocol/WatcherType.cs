namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Which watches a removeWatches or checkWatches request means: <c>Watcher.WatcherType</c> of upstream.</summary>
internal enum WatcherType
{
    Children = 1,
    Data = 2,
    Any = 3,
}
