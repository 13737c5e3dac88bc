using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Removes this session's watches on a node.</summary>
internal readonly struct RemoveWatchesOperation(string path, WatcherType watcherType) : IOperation<RemoveWatchesOperation, Nothing>
{
    public OpCode Type => OpCode.RemoveWatches;

    public string? Path => path;

    public void Write(JuteWriter writer) => new RemoveWatchesRequest(path, watcherType).Write(writer);

    public Nothing Read(ref JuteReader reader) => default;
}
