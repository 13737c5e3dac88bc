using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Watching;

/// <summary>removeWatches: the connection no longer watches a node.</summary>
internal sealed class RemoveWatchesOperation(string path, WatcherType type) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static RemoveWatchesOperation Read(ref JuteReader reader)
    {
        var request = RemoveWatchesRequest.Read(ref reader);
        return new RemoveWatchesOperation(request.Path, request.Type);
    }

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        if (!Enum.IsDefined(type))
        {
            return ZooKeeperErrorCode.MarshallingError;
        }

        var removed = type is WatcherType.Children or WatcherType.Any && context.Watches.Children.Remove(path, context.Caller);
        removed |= type is WatcherType.Data or WatcherType.Any && context.Watches.Data.Remove(path, context.Caller);
        return removed ? ZooKeeperErrorCode.Ok : ZooKeeperErrorCode.NoWatcher;
    }
}
