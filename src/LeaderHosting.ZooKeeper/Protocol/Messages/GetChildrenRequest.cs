namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Lists a node's children. Sent as getChildren (answered by <see cref="GetChildrenResponse"/>) or getChildren2 (<see cref="GetChildren2Response"/>).</summary>
/// <param name="Path">The node.</param>
/// <param name="Watch">Whether to watch it as well.</param>
internal readonly record struct GetChildrenRequest(string Path, bool Watch) : IJuteRecord<GetChildrenRequest>
{
    public static GetChildrenRequest Read(ref JuteReader reader) => new(
        reader.ReadString("GetChildrenRequest.path"),
        reader.ReadBoolean("GetChildrenRequest.watch"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBoolean(Watch);
    }
}
