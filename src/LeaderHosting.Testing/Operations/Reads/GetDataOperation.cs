using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>getData.</summary>
internal sealed class GetDataOperation(string path, bool watch) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static GetDataOperation Read(ref JuteReader reader)
    {
        var request = GetDataRequest.Read(ref reader);
        return new GetDataOperation(request.Path, request.Watch);
    }

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        var error = context.Find(path, AclPermissions.Read, out var node);
        if (error == ZooKeeperErrorCode.Ok)
        {
            if (watch)
            {
                context.Watches.Data.Add(path, context.Caller, WatchMode.OneShot);
            }

            NullableFields.WriteBuffer(reply, node!.Data);
            reply.WriteStat(node.Stat);
        }

        return error;
    }
}
