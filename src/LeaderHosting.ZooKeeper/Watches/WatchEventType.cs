namespace LeaderHosting.ZooKeeper;

/// <summary>What a watch has to tell. The values are the protocol's (<c>Watcher.Event.EventType</c> of upstream).</summary>
public enum WatchEventType
{
    /// <summary>The session has ended, and the watch with it; nothing is known of the node.</summary>
    SessionEnded = -1,

    /// <summary>The node was created.</summary>
    NodeCreated = 1,

    /// <summary>The node was deleted.</summary>
    NodeDeleted = 2,

    /// <summary>The node's data was set.</summary>
    NodeDataChanged = 3,

    /// <summary>A child of the node was created or deleted.</summary>
    NodeChildrenChanged = 4,
}
