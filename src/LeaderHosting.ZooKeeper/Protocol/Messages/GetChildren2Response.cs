namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers getChildren2.</summary>
/// <param name="Children">The names of the children, in no order.</param>
/// <param name="Stat">What is known of the node.</param>
internal readonly record struct GetChildren2Response(IReadOnlyList<string> Children, Stat Stat) : IJuteRecord<GetChildren2Response>
{
    public static GetChildren2Response Read(ref JuteReader reader) => new(
        reader.ReadStrings("GetChildren2Response.children"),
        reader.ReadStat("GetChildren2Response.stat"));

    public void Write(JuteWriter writer)
    {
        writer.WriteStrings(Children);
        writer.WriteStat(Stat);
    }
}
