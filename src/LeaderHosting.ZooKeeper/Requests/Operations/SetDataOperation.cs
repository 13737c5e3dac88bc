using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Sets a node's data.</summary>
internal readonly struct SetDataOperation(string path, ReadOnlyMemory<byte> data, int version) : IOperation<SetDataOperation, Stat>
{
    public OpCode Type => OpCode.SetData;

    public string? Path => path;

    public void Write(JuteWriter writer) => new SetDataRequest(path, data, version).Write(writer);

    public Stat Read(ref JuteReader reader) => SetDataResponse.Read(ref reader).Stat;
}
