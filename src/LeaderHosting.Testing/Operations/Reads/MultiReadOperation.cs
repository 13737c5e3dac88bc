using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>multiRead: several getData and getChildren in one packet. Each fails or succeeds for itself.</summary>
internal sealed class MultiReadOperation(IReadOnlyList<(OpCode Type, IReadOperation Operation)> operations) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [.. operations.SelectMany(static read => read.Operation.Paths)];

    public static MultiReadOperation Read(ref JuteReader reader)
    {
        var operations = new List<(OpCode, IReadOperation)>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            operations.Add((header.Type, header.Type switch
            {
                OpCode.GetData => GetDataOperation.Read(ref reader),
                OpCode.GetChildren => GetChildrenOperation.Read(ref reader, withStat: false),
                _ => throw new ProtocolViolationException($"A multiRead cannot hold an operation of type {header.Type}."),
            }));
        }

        return new MultiReadOperation(operations);
    }

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        foreach (var (type, operation) in operations)
        {
            // The header stands in front of the result, so whether there is one has to be known first: both kinds need to read one node.
            var error = context.Find(operation.Paths[0], AclPermissions.Read, out _);
            if (error == ZooKeeperErrorCode.Ok)
            {
                MultiResults.WriteHeader(reply, type);
                operation.Execute(context, reply);
            }
            else
            {
                MultiResults.WriteError(reply, error);
            }
        }

        MultiResults.WriteEnd(reply);
        return ZooKeeperErrorCode.Ok;
    }
}
