namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Removes this connection's watches on a node. The answer has no body.</summary>
/// <param name="Path">The node.</param>
/// <param name="Type">Which of them.</param>
internal readonly record struct RemoveWatchesRequest(string Path, WatcherType Type) : IJuteRecord<RemoveWatchesRequest>
{
    public static RemoveWatchesRequest Read(ref JuteReader reader) => new(
        reader.ReadString("RemoveWatchesRequest.path"),
        (WatcherType)reader.ReadInt32("RemoveWatchesRequest.type"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt32((int)Type);
    }
}
