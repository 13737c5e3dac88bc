namespace LeaderHosting.ZooKeeper.Watches;

/// <summary>Where a watch belongs: the session.</summary>
internal interface IWatchOwner
{
    /// <summary>The server has set the watch.</summary>
    void Arm(WatchEntry entry, WatchKind kind);

    /// <summary>Nobody wants the watch any more. Does nothing if it has fired or was released before.</summary>
    void Release(WatchEntry entry);
}
