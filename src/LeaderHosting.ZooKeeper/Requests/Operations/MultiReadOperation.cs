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
        var answers = new MultiResultReader("multiRead", "reads", results.Length);
        while (answers.TryRead(ref reader, out var i, out var answer))
        {
            results[i] = ToResult(reads[i], answer);
        }

        return results;
    }

    private static ZooKeeperReadResult ToResult(ZooKeeperRead read, in MultiResult answer)
    {
        if (answer.Type == OpCode.Error && answer.Error != ZooKeeperErrorCode.Ok)
        {
            return new(answer.Error);
        }

        return answer.Type == TypeOf(read)
            ? new(ZooKeeperErrorCode.Ok) { Data = answer.Data, Stat = answer.Stat, Children = answer.Children }
            : throw new ProtocolViolationException($"In a multiRead, {OperationNames.Of(TypeOf(read))} {read.Path} was answered with a result of type {(int)answer.Type}.");
    }

    private static OpCode TypeOf(ZooKeeperRead read) => read.Kind == ZooKeeperReadKind.Data ? OpCode.GetData : OpCode.GetChildren;
}
