namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Asks whether this connection has a watch on a node. The answer has no body.</summary>
/// <param name="Path">The node.</param>
/// <param name="Type">Of which kind.</param>
internal readonly record struct CheckWatchesRequest(string Path, WatcherType Type) : IJuteRecord<CheckWatchesRequest>
{
    public static CheckWatchesRequest Read(ref JuteReader reader) => new(
        reader.ReadString("CheckWatchesRequest.path"),
        (WatcherType)reader.ReadInt32("CheckWatchesRequest.type"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt32((int)Type);
    }
}
