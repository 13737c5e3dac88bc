namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>As <see cref="SetWatchesRequest"/>, with persistent watches (3.6 and later).</summary>
/// <param name="RelativeZxid">The newest transaction the client has seen: what changed after it fires at once.</param>
/// <param name="DataWatches">Nodes whose data is watched.</param>
/// <param name="ExistWatches">Nodes whose creation is waited for.</param>
/// <param name="ChildWatches">Nodes whose children are watched.</param>
/// <param name="PersistentWatches">Nodes with a persistent watch.</param>
/// <param name="PersistentRecursiveWatches">Nodes with a persistent recursive watch.</param>
internal readonly record struct SetWatches2Request(
    long RelativeZxid,
    IReadOnlyList<string> DataWatches,
    IReadOnlyList<string> ExistWatches,
    IReadOnlyList<string> ChildWatches,
    IReadOnlyList<string> PersistentWatches,
    IReadOnlyList<string> PersistentRecursiveWatches) : IJuteRecord<SetWatches2Request>
{
    public static SetWatches2Request Read(ref JuteReader reader) => new(
        reader.ReadInt64("SetWatches2.relativeZxid"),
        reader.ReadStrings("SetWatches2.dataWatches"),
        reader.ReadStrings("SetWatches2.existWatches"),
        reader.ReadStrings("SetWatches2.childWatches"),
        reader.ReadStrings("SetWatches2.persistentWatches"),
        reader.ReadStrings("SetWatches2.persistentRecursiveWatches"));

    public void Write(JuteWriter writer)
    {
        writer.WriteInt64(RelativeZxid);
        writer.WriteStrings(DataWatches);
        writer.WriteStrings(ExistWatches);
        writer.WriteStrings(ChildWatches);
        writer.WriteStrings(PersistentWatches);
        writer.WriteStrings(PersistentRecursiveWatches);
    }
}
