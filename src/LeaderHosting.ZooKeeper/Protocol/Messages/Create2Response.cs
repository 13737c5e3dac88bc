namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers create2, createContainer and createTTL.</summary>
/// <param name="Path">The node that was created, with the number appended to a sequential one.</param>
/// <param name="Stat">What is known of the node.</param>
internal readonly record struct Create2Response(string Path, Stat Stat) : IJuteRecord<Create2Response>
{
    public static Create2Response Read(ref JuteReader reader) => new(
        reader.ReadString("Create2Response.path"),
        reader.ReadStat("Create2Response.stat"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteStat(Stat);
    }
}
