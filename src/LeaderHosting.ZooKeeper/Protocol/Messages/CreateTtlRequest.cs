namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Creates a node with a time to live. Answered by <see cref="Create2Response"/>.</summary>
/// <param name="Path">The node, or for a sequential one the start of its path.</param>
/// <param name="Data">Its data.</param>
/// <param name="Acl">Its access control list.</param>
/// <param name="Mode">Its kind, as the protocol's flags.</param>
/// <param name="Ttl">The time to live in milliseconds.</param>
internal readonly record struct CreateTtlRequest(
    string Path,
    ReadOnlyMemory<byte> Data,
    IReadOnlyList<Acl> Acl,
    CreateMode Mode,
    long Ttl) : IJuteRecord<CreateTtlRequest>
{
    public static CreateTtlRequest Read(ref JuteReader reader) => new(
        reader.ReadString("CreateTTLRequest.path"),
        reader.ReadBuffer("CreateTTLRequest.data"),
        reader.ReadAcls("CreateTTLRequest.acl"),
        (CreateMode)reader.ReadInt32("CreateTTLRequest.flags"),
        reader.ReadInt64("CreateTTLRequest.ttl"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data.Span);
        writer.WriteAcls(Acl);
        writer.WriteInt32((int)Mode);
        writer.WriteInt64(Ttl);
    }
}
