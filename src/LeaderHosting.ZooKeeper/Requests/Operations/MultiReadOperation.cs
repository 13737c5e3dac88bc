using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Several reads in one request. Each succeeds or fails for itself.</summary>
internal readonly struct MultiReadOperation(Chroot chroot, ZooKeeperRead[] reads) : IOperation<MultiReadOperation, ZooKeeperReadResult[]>
{
    public OpCode Type => OpCode.MultiRead;

    public string? Path => null;

    public void Write(JuteWriter writer)
    {
        foreach (var read in reads)
        {
            MultiRequest.Write(writer, new MultiOperation(TypeOf(read), chroot.ToServer(read.Path)));
        }

        MultiHeader.End.Write(writer);
    }

    public ZooKeeperReadResult[] Read(ref JuteReader reader)
    {
        var results = new ZooKeeperReadResult[reads.Length];
        var count = 0;
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            if (count == reads.Length)
            {
                throw new ProtocolViolationException($"A multiRead of {reads.Length} reads was answered with more results.");
            }

            results[count] = ReadResult(header.Type, reads[count], ref reader);
            count++;
        }

        return count == reads.Length
            ? results
            : throw new ProtocolViolationException($"A multiRead of {reads.Length} reads was answered with {count} results.");
    }

    private static ZooKeeperReadResult ReadResult(OpCode type, ZooKeeperRead read, ref JuteReader reader)
    {
        var answer = MultiResult.Read(type, ref reader);
        if (type == OpCode.Error && answer.Error != ZooKeeperErrorCode.Ok)
        {
            return new(answer.Error);
        }

        return type == TypeOf(read)
            ? new(ZooKeeperErrorCode.Ok) { Data = answer.Data, Stat = answer.Stat, Children = answer.Children }
            : throw new ProtocolViolationException($"In a multiRead, {OperationNames.Of(TypeOf(read))} {read.Path} was answered with a result of type {(int)type}.");
    }

    private static OpCode TypeOf(ZooKeeperRead read) => read.Kind == ZooKeeperReadKind.Data ? OpCode.GetData : OpCode.GetChildren;
}
