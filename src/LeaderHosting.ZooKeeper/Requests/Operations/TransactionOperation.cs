using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Several operations in one. The result lists what became of each; whether the transaction failed is for the caller to see.</summary>
internal readonly struct TransactionOperation(Chroot chroot, IReadOnlyList<ZooKeeperOperation> operations)
    : IOperation<TransactionOperation, ZooKeeperOperationResult[]>
{
    public OpCode Type => OpCode.Multi;

    public string? Path => null;

    public void Write(JuteWriter writer)
    {
        var records = new MultiOperation[operations.Count];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = ToRecord(operations[i]);
        }

        new MultiRequest(records).Write(writer);
    }

    public ZooKeeperOperationResult[] Read(ref JuteReader reader)
    {
        var answers = MultiResponse.Read(ref reader).Results;
        if (answers.Count != operations.Count)
        {
            throw new ProtocolViolationException($"A multi of {operations.Count} operations was answered with {answers.Count} results.");
        }

        var results = new ZooKeeperOperationResult[answers.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = ToResult(operations[i], answers[i]);
        }

        return results;
    }

    private MultiOperation ToRecord(ZooKeeperOperation operation)
    {
        var type = operation.Kind switch
        {
            ZooKeeperOperationKind.Create when operation.Mode == CreateMode.Container => OpCode.CreateContainer,
            ZooKeeperOperationKind.Create => OpCode.Create,
            ZooKeeperOperationKind.Delete => OpCode.Delete,
            ZooKeeperOperationKind.SetData => OpCode.SetData,
            _ => OpCode.Check,
        };
        return new MultiOperation(type, chroot.ToServer(operation.Path, operation.Mode.IsSequential()))
        {
            Data = operation.Data,
            Acl = operation.Acl,
            Mode = operation.Mode,
            Version = operation.Version,
        };
    }

    private ZooKeeperOperationResult ToResult(ZooKeeperOperation operation, in MultiResult answer) => new(
        operation.Kind,
        answer.Error,
        answer.Path is { } created ? chroot.ToClient(created) : operation.Path,
        answer.Type is OpCode.SetData or OpCode.Create2 or OpCode.CreateContainer ? answer.Stat : null);
}
