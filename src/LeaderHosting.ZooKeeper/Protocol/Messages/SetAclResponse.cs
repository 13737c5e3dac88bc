namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers setACL.</summary>
/// <param name="Stat">What is known of the node.</param>
internal readonly record struct SetAclResponse(Stat Stat) : IJuteRecord<SetAclResponse>
{
    public static SetAclResponse Read(ref JuteReader reader) => new(reader.ReadStat("SetACLResponse.stat"));

    public void Write(JuteWriter writer) => writer.WriteStat(Stat);
}
