namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Reads a node's data.</summary>
/// <param name="Path">The node.</param>
/// <param name="Watch">Whether to watch it as well.</param>
internal readonly record struct GetDataRequest(string Path, bool Watch) : IJuteRecord<GetDataRequest>
{
    public static GetDataRequest Read(ref JuteReader reader) => new(
        reader.ReadString("GetDataRequest.path"),
        reader.ReadBoolean("GetDataRequest.watch"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBoolean(Watch);
    }
}
