namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Waits until the server has caught up with the ensemble's leader.</summary>
/// <param name="Path">The node.</param>
internal readonly record struct SyncRequest(string Path) : IJuteRecord<SyncRequest>
{
    public static SyncRequest Read(ref JuteReader reader) => new(reader.ReadString("SyncRequest.path"));

    public void Write(JuteWriter writer) => writer.WriteString(Path);
}
