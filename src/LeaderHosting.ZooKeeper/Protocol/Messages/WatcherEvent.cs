namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>The body of a notification: a watch has fired.</summary>
/// <param name="Type">What happened: <c>Watcher.Event.EventType</c> of upstream (1 created, 2 deleted, 3 data changed, 4 children changed).</param>
/// <param name="State">The session's state as the server sees it: <c>Watcher.Event.KeeperState</c> of upstream (3 connected).</param>
/// <param name="Path">The node, from the server's root.</param>
internal readonly record struct WatcherEvent(int Type, int State, string Path) : IJuteRecord<WatcherEvent>
{
    /// <summary><c>KeeperState.SyncConnected</c>, the state in every notification about a node.</summary>
    public const int SyncConnected = 3;

    public static WatcherEvent Read(ref JuteReader reader) => new(
        reader.ReadInt32("WatcherEvent.type"),
        reader.ReadInt32("WatcherEvent.state"),
        reader.ReadString("WatcherEvent.path"));

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(Type);
        writer.WriteInt32(State);
        writer.WriteString(Path);
    }
}
