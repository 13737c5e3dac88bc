using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>sync. With one server there is nothing to wait for.</summary>
internal sealed class SyncOperation(string path) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static SyncOperation Read(ref JuteReader reader) => new(SyncRequest.Read(ref reader).Path);

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        reply.WriteString(path);
        return ZooKeeperErrorCode.Ok;
    }
}
