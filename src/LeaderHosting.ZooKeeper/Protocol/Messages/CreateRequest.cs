namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Creates a node. Sent as create (answered by <see cref="CreateResponse"/>), or as create2 or createContainer
/// (answered by <see cref="Create2Response"/>).</summary>
/// <param name="Path">The node, or for a sequential one the start of its path.</param>
/// <param name="Data">Its data.</param>
/// <param name="Acl">Its access control list.</param>
/// <param name="Mode">Its kind, as the protocol's flags.</param>
internal readonly record struct CreateRequest(string Path, ReadOnlyMemory<byte> Data, IReadOnlyList<Acl> Acl, CreateMode Mode)
    : IJuteRecord<CreateRequest>
{
    public static CreateRequest Read(ref JuteReader reader) => new(
        reader.ReadString("CreateRequest.path"),
        reader.ReadBuffer("CreateRequest.data"),
        reader.ReadAcls("CreateRequest.acl"),
        (CreateMode)reader.ReadInt32("CreateRequest.flags"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBuffer(Data.Span);
        writer.WriteAcls(Acl);
        writer.WriteInt32((int)Mode);
    }
}
