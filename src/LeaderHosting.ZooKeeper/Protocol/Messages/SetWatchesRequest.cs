namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Sets watches again after a reconnect. Sent with <see cref="SpecialXid.SetWatches"/>; the answer has no body.</summary>
/// <param name="RelativeZxid">The newest transaction the client has seen: what changed after it fires at once.</param>
/// <param name="DataWatches">Nodes whose data is watched.</param>
/// <param name="ExistWatches">Nodes whose creation is waited for.</param>
/// <param name="ChildWatches">Nodes whose children are watched.</param>
internal readonly record struct SetWatchesRequest(
    long RelativeZxid,
    IReadOnlyList<string> DataWatches,
    IReadOnlyList<string> ExistWatches,
    IReadOnlyList<string> ChildWatches) : IJuteRecord<SetWatchesRequest>
{
    public static SetWatchesRequest Read(ref JuteReader reader) => new(
        reader.ReadInt64("SetWatches.relativeZxid"),
        reader.ReadStrings("SetWatches.dataWatches"),
        reader.ReadStrings("SetWatches.existWatches"),
        reader.ReadStrings("SetWatches.childWatches"));

    public void Write(JuteWriter writer)
    {
        writer.WriteInt64(RelativeZxid);
        writer.WriteStrings(DataWatches);
        writer.WriteStrings(ExistWatches);
        writer.WriteStrings(ChildWatches);
    }
}
