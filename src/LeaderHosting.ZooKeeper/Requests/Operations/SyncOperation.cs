using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Waits until the server has caught up with the ensemble's leader.</summary>
internal readonly struct SyncOperation(string path) : IOperation<SyncOperation, Nothing>
{
    public OpCode Type => OpCode.Sync;

    public string? Path => path;

    public void Write(JuteWriter writer) => new SyncRequest(path).Write(writer);

    public Nothing Read(ref JuteReader reader) => default;
}
