namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers getACL.</summary>
/// <param name="Acl">The list.</param>
/// <param name="Stat">What is known of the node.</param>
internal readonly record struct GetAclResponse(IReadOnlyList<Acl> Acl, Stat Stat) : IJuteRecord<GetAclResponse>
{
    public static GetAclResponse Read(ref JuteReader reader) => new(
        reader.ReadAcls("GetACLResponse.acl"),
        reader.ReadStat("GetACLResponse.stat"));

    public void Write(JuteWriter writer)
    {
        writer.WriteAcls(Acl);
        writer.WriteStat(Stat);
    }
}
