namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers exists when the node does.</summary>
/// <param name="Stat">What is known of the node.</param>
internal readonly record struct ExistsResponse(Stat Stat) : IJuteRecord<ExistsResponse>
{
    public static ExistsResponse Read(ref JuteReader reader) => new(reader.ReadStat("ExistsResponse.stat"));

    public void Write(JuteWriter writer) => writer.WriteStat(Stat);
}
