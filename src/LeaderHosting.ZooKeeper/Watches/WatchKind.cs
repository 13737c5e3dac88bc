namespace LeaderHosting.ZooKeeper.Watches;

/// <summary>How a watch must be set again after a reconnect. The three lists of setWatches.</summary>
internal enum WatchKind
{
    /// <summary>The node existed: fires when it is changed or deleted.</summary>
    Data,

    /// <summary>The node did not exist: fires when it is created.</summary>
    Exists,

    /// <summary>Fires when a child comes or goes, or the node is deleted.</summary>
    Children,
}
