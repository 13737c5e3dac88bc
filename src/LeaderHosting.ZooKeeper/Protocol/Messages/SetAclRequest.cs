namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Sets a node's access control list.</summary>
/// <param name="Path">The node.</param>
/// <param name="Acl">The list.</param>
/// <param name="Version">The version the list must have, or -1 for any.</param>
internal readonly record struct SetAclRequest(string Path, IReadOnlyList<Acl> Acl, int Version) : IJuteRecord<SetAclRequest>
{
    public static SetAclRequest Read(ref JuteReader reader) => new(
        reader.ReadString("SetACLRequest.path"),
        reader.ReadAcls("SetACLRequest.acl"),
        reader.ReadInt32("SetACLRequest.version"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteAcls(Acl);
        writer.WriteInt32(Version);
    }
}
