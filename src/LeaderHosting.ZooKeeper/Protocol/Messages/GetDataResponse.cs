namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers getData.</summary>
/// <param name="Data">The data.</param>
/// <param name="Stat">What is known of the node.</param>
internal readonly record struct GetDataResponse(byte[] Data, Stat Stat) : IJuteRecord<GetDataResponse>
{
    public static GetDataResponse Read(ref JuteReader reader) => new(
        reader.ReadBuffer("GetDataResponse.data"),
        reader.ReadStat("GetDataResponse.stat"));

    public void Write(JuteWriter writer)
    {
        writer.WriteBuffer(Data);
        writer.WriteStat(Stat);
    }
}
