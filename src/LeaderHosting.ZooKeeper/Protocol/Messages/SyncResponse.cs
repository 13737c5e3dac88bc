namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers sync.</summary>
/// <param name="Path">The node.</param>
internal readonly record struct SyncResponse(string Path) : IJuteRecord<SyncResponse>
{
    public static SyncResponse Read(ref JuteReader reader) => new(reader.ReadString("SyncResponse.path"));

    public void Write(JuteWriter writer) => writer.WriteString(Path);
}
