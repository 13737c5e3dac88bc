namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Several operations in one: sent as multi, all succeed or none is applied; sent as multiRead, each has its own outcome.</summary>
/// <param name="Operations">The operations in order.</param>
internal readonly record struct MultiRequest(IReadOnlyList<MultiOperation> Operations) : IJuteRecord<MultiRequest>
{
    public static MultiRequest Read(ref JuteReader reader)
    {
        var operations = new List<MultiOperation>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            operations.Add(MultiOperation.Read(header.Type, ref reader));
        }

        return new(operations);
    }

    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Operations.Count; i++)
        {
            new MultiHeader(Operations[i].Type, Done: false, (ZooKeeperErrorCode)(-1)).Write(writer);
            Operations[i].Write(writer);
        }

        MultiHeader.End.Write(writer);
    }
}
