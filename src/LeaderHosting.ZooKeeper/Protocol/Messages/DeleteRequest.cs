namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Deletes a node. The answer has no body.</summary>
/// <param name="Path">The node.</param>
/// <param name="Version">The version it must have, or -1 for any.</param>
internal readonly record struct DeleteRequest(string Path, int Version) : IJuteRecord<DeleteRequest>
{
    public static DeleteRequest Read(ref JuteReader reader) => new(
        reader.ReadString("DeleteRequest.path"),
        reader.ReadInt32("DeleteRequest.version"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt32(Version);
    }
}
