namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>In a multi: fails the transaction unless the node exists and has the version.</summary>
/// <param name="Path">The node.</param>
/// <param name="Version">The version it must have, or -1 for any.</param>
internal readonly record struct CheckVersionRequest(string Path, int Version) : IJuteRecord<CheckVersionRequest>
{
    public static CheckVersionRequest Read(ref JuteReader reader) => new(
        reader.ReadString("CheckVersionRequest.path"),
        reader.ReadInt32("CheckVersionRequest.version"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt32(Version);
    }
}
