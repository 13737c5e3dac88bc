namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Asks whether a node exists. Answered by <see cref="ExistsResponse"/>, or by the error NoNode, with which the watch is set all the same.</summary>
/// <param name="Path">The node.</param>
/// <param name="Watch">Whether to watch it as well.</param>
internal readonly record struct ExistsRequest(string Path, bool Watch) : IJuteRecord<ExistsRequest>
{
    public static ExistsRequest Read(ref JuteReader reader) => new(
        reader.ReadString("ExistsRequest.path"),
        reader.ReadBoolean("ExistsRequest.watch"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBoolean(Watch);
    }
}
