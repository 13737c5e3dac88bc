using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Watching;

/// <summary>addWatch: a watch that stays when it fires. The node need not exist, nor be readable.</summary>
internal sealed class AddWatchOperation(string path, AddWatchMode mode) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static AddWatchOperation Read(ref JuteReader reader)
    {
        var request = AddWatchRequest.Read(ref reader);
        return new AddWatchOperation(request.Path, request.Mode);
    }

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        switch (mode)
        {
            case AddWatchMode.Persistent:
                context.Watches.AddPersistent(path, context.Caller, WatchMode.Persistent);
                break;
            case AddWatchMode.PersistentRecursive:
                context.Watches.AddPersistent(path, context.Caller, WatchMode.PersistentRecursive);
                break;
            default:
                return ZooKeeperErrorCode.MarshallingError;
        }

        new ErrorResponse(ZooKeeperErrorCode.Ok).Write(reply);
        return ZooKeeperErrorCode.Ok;
    }
}
