namespace LeaderHosting.Testing.Watches;

/// <summary>The event types that a server sends, as the protocol numbers them (<c>Watcher.Event.EventType</c>).</summary>
internal enum WatchEventKind
{
    NodeCreated = 1,
    NodeDeleted = 2,
    NodeDataChanged = 3,
    NodeChildrenChanged = 4,
}
