using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Watching;

/// <summary>
/// checkWatches: does this connection watch a node? (ZooKeeper 3.8 answers yes as soon as anybody does; that mistake, gone in 3.9, is not
/// repeated here.)
/// </summary>
internal sealed class CheckWatchesOperation(string path, WatcherType type) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static CheckWatchesOperation Read(ref JuteReader reader)
    {
        var request = CheckWatchesRequest.Read(ref reader);
        return new CheckWatchesOperation(request.Path, request.Type);
    }

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        if (!Enum.IsDefined(type))
        {
            return ZooKeeperErrorCode.MarshallingError;
        }

        var watched = (type is WatcherType.Children or WatcherType.Any && context.Watches.Children.Contains(path, context.Caller))
            || (type is WatcherType.Data or WatcherType.Any && context.Watches.Data.Contains(path, context.Caller));
        return watched ? ZooKeeperErrorCode.Ok : ZooKeeperErrorCode.NoWatcher;
    }
}
