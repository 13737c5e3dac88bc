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

    /// <summary>Writes one operation; <see cref="MultiHeader.End"/> follows the last.</summary>
    public static void Write(JuteWriter writer, in MultiOperation operation)
    {
        new MultiHeader(operation.Type, Done: false, (ZooKeeperErrorCode)(-1)).Write(writer);
        operation.Write(writer);
    }

    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Operations.Count; i++)
        {
            Write(writer, Operations[i]);
        }

        MultiHeader.End.Write(writer);
    }
}
