using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Asks whether a node exists, and watches it either way.</summary>
internal readonly struct WatchExistsOperation(WatchEntry entry) : IOperation<WatchExistsOperation, Watched<Stat?>>
{
    private readonly WatchEntry _entry = entry;

    public OpCode Type => OpCode.Exists;

    public string? Path => _entry.Path;

    public void Write(JuteWriter writer) => new ExistsRequest(_entry.Path, Watch: true).Write(writer);

    public Watched<Stat?> Read(ref JuteReader reader)
    {
        var stat = ExistsResponse.Read(ref reader).Stat;
        return _entry.Arm<Stat?>(WatchKind.Data, stat);
    }

    public static bool TryAccept(in WatchExistsOperation operation, ZooKeeperErrorCode error, out Watched<Stat?> result)
    {
        // The server has set the watch all the same; after a reconnect it must be set as one that waits for the node to appear.
        var missing = error == ZooKeeperErrorCode.NoNode;
        result = missing ? operation._entry.Arm<Stat?>(WatchKind.Exists, null) : null!;
        return missing;
    }

    public static void Discard(in WatchExistsOperation operation) => operation._entry.Release();
}
