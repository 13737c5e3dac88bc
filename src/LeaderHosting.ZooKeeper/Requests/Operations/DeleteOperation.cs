using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Deletes a node.</summary>
internal readonly struct DeleteOperation(string path, int version) : IOperation<DeleteOperation, Nothing>
{
    public OpCode Type => OpCode.Delete;

    public string? Path => path;

    public void Write(JuteWriter writer) => new DeleteRequest(path, version).Write(writer);

    public Nothing Read(ref JuteReader reader) => default;
}
