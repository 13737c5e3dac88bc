using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>exists. Its watch is set whether or not there is such a node. Since 3.8.4 it asks for the permission to read.</summary>
internal sealed class ExistsOperation(string path, bool watch) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static ExistsOperation Read(ref JuteReader reader)
    {
        var request = ExistsRequest.Read(ref reader);
        return new ExistsOperation(request.Path, request.Watch);
    }

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return ZooKeeperErrorCode.BadArguments;
        }

        var error = context.Find(path, AclPermissions.Read, out var node);
        if (watch && error != ZooKeeperErrorCode.NoAuth)
        {
            context.Watches.Data.Add(path, context.Caller, WatchMode.OneShot);
        }

        if (error == ZooKeeperErrorCode.Ok)
        {
            reply.WriteStat(node!.Stat);
        }

        return error;
    }
}
