using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>getChildren, and getChildren2, which tells the parent's stat too. The names come in no particular order.</summary>
internal sealed class GetChildrenOperation(string path, bool watch, bool withStat) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static GetChildrenOperation Read(ref JuteReader reader, bool withStat)
    {
        var request = GetChildrenRequest.Read(ref reader);
        return new GetChildrenOperation(request.Path, request.Watch, withStat);
    }

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        var error = context.Find(path, AclPermissions.Read, out var node);
        if (error != ZooKeeperErrorCode.Ok)
        {
            return error;
        }

        if (watch)
        {
            context.Watches.Children.Add(path, context.Caller, WatchMode.OneShot);
        }

        reply.WriteInt32(node!.ChildCount);
        foreach (var child in node.Children)
        {
            reply.WriteString(child);
        }

        if (withStat)
        {
            reply.WriteStat(node.Stat);
        }

        return error;
    }
}
