namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Sets a node's data.</summary>
/// <param name="Path">The node.</param>
/// <param name="Data">The data.</param>
/// <param name="Version">The version it must have, or -1 for any.</param>
internal readonly record struct SetDataRequest(string Path, ReadOnlyMemory<byte> Data, int Version) : IJuteRecord<SetDataRequest>
{
    public static SetDataRequest Read(ref JuteReader reader) => new(
        reader.ReadString("SetDataRequest.path"),
        reader.ReadBuffer("SetDataRequest.data"),
        reader.ReadInt32("SetDataRequest.version"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data.Span);
        writer.WriteInt32(Version);
    }
}
