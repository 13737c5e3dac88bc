namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Reads a node's access control list.</summary>
/// <param name="Path">The node.</param>
internal readonly record struct GetAclRequest(string Path) : IJuteRecord<GetAclRequest>
{
    public static GetAclRequest Read(ref JuteReader reader) => new(reader.ReadString("GetACLRequest.path"));

    public void Write(JuteWriter writer) => writer.WriteString(Path);
}
