namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers setData.</summary>
/// <param name="Stat">What is known of the node.</param>
internal readonly record struct SetDataResponse(Stat Stat) : IJuteRecord<SetDataResponse>
{
    public static SetDataResponse Read(ref JuteReader reader) => new(reader.ReadStat("SetDataResponse.stat"));

    public void Write(JuteWriter writer) => writer.WriteStat(Stat);
}
