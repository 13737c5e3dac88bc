using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Watching;

/// <summary>
/// setWatches and setWatches2: a client that has reconnected sets its watches again. One whose event has come to pass in the meantime fires at
/// once, ahead of the reply (<c>DataTree.setWatches</c>).
/// </summary>
internal sealed class SetWatchesOperation(SetWatches2Request request) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } =
    [
        .. request.DataWatches, .. request.ExistWatches, .. request.ChildWatches, .. request.PersistentWatches, .. request.PersistentRecursiveWatches,
    ];

    public static SetWatchesOperation Read(ref JuteReader reader)
    {
        var request = SetWatchesRequest.Read(ref reader);
        return new SetWatchesOperation(
            new SetWatches2Request(request.RelativeZxid, request.DataWatches, request.ExistWatches, request.ChildWatches, [], []));
    }

    public static SetWatchesOperation Read2(ref JuteReader reader) => new(SetWatches2Request.Read(ref reader));

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        foreach (var path in request.DataWatches)
        {
            var node = context.Tree.Find(path);
            Set(context, context.Watches.Data, path, node switch
            {
                null => WatchEventKind.NodeDeleted,
                _ when node.Modified.Zxid > request.RelativeZxid => WatchEventKind.NodeDataChanged,
                _ => null,
            });
        }

        foreach (var path in request.ExistWatches)
        {
            Set(context, context.Watches.Data, path, context.Tree.Find(path) is null ? null : WatchEventKind.NodeCreated);
        }

        foreach (var path in request.ChildWatches)
        {
            var node = context.Tree.Find(path);
            Set(context, context.Watches.Children, path, node switch
            {
                null => WatchEventKind.NodeDeleted,
                _ when node.ChildrenZxid > request.RelativeZxid => WatchEventKind.NodeChildrenChanged,
                _ => null,
            });
        }

        foreach (var path in request.PersistentWatches)
        {
            context.Watches.AddPersistent(path, context.Caller, WatchMode.Persistent);
        }

        foreach (var path in request.PersistentRecursiveWatches)
        {
            context.Watches.AddPersistent(path, context.Caller, WatchMode.PersistentRecursive);
        }

        return ZooKeeperErrorCode.Ok;
    }

    /// <summary>Tells what was missed, or else sets the watch.</summary>
    private static void Set(ReadContext context, WatchTable table, string path, WatchEventKind? missed)
    {
        if (missed is { } kind)
        {
            context.Caller.Notify(kind, path);
        }
        else
        {
            table.Add(path, context.Caller, WatchMode.OneShot);
        }
    }
}
