using LeaderHosting.Testing.Core;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>
/// multi: all of its operations, or none. A failed one is answered like a successful one, with Ok in the header: who reads the
/// results finds Ok for the operations before the one that failed, its error, and RuntimeInconsistency for those that were not tried.
/// </summary>
internal sealed class MultiWriteOperation(IReadOnlyList<IWriteOperation> operations) : IWriteOperation
{
    public IReadOnlyList<string> Paths { get; } = [.. operations.SelectMany(static operation => operation.Paths)];

    public static MultiWriteOperation Read(ref JuteReader reader)
    {
        var operations = new List<IWriteOperation>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            operations.Add(header.Type switch
            {
                OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl =>
                    CreateOperation.Read(header.Type, ref reader, inMulti: true),
                OpCode.Delete => DeleteOperation.Read(ref reader),
                OpCode.SetData => SetDataOperation.Read(ref reader),
                OpCode.Check => CheckOperation.Read(ref reader),
                _ => throw new ProtocolViolationException($"A transaction cannot hold an operation of type {header.Type}."),
            });
        }

        return new MultiWriteOperation(operations);
    }

    public ZooKeeperErrorCode Plan(PlannedTree tree, Caller caller, out Change? change)
    {
        var changes = new List<Change>(operations.Count);
        foreach (var operation in operations)
        {
            var error = operation.Plan(tree, caller, out var planned);
            if (error != ZooKeeperErrorCode.Ok)
            {
                change = new FailedMulti(changes.Count, error, operations.Count);
                return ZooKeeperErrorCode.Ok;
            }

            changes.Add(planned!);
        }

        change = new MultiChange(changes);
        return ZooKeeperErrorCode.Ok;
    }
}
