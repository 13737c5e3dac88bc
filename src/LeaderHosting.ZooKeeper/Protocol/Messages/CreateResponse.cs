namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers create.</summary>
/// <param name="Path">The node that was created, with the number appended to a sequential one.</param>
internal readonly record struct CreateResponse(string Path) : IJuteRecord<CreateResponse>
{
    public static CreateResponse Read(ref JuteReader reader) => new(reader.ReadString("CreateResponse.path"));

    public void Write(JuteWriter writer) => writer.WriteString(Path);
}
