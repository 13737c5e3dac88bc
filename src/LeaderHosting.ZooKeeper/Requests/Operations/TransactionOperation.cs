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
        for (var i = 0; i < operations.Count; i++)
        {
            MultiRequest.Write(writer, ToRecord(operations[i]));
        }

        MultiHeader.End.Write(writer);
    }

    public ZooKeeperOperationResult[] Read(ref JuteReader reader)
    {
        var results = new ZooKeeperOperationResult[operations.Count];
        var answers = new MultiResultReader("multi", "operations", results.Length);
        while (answers.TryRead(ref reader, out var i, out var answer))
        {
            results[i] = ToResult(operations[i], answer);
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
