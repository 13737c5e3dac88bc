using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Lists a node's children.</summary>
internal readonly struct GetChildrenOperation(string path) : IOperation<GetChildrenOperation, IReadOnlyList<string>>
{
    public OpCode Type => OpCode.GetChildren;

    public string? Path => path;

    public void Write(JuteWriter writer) => new GetChildrenRequest(path, Watch: false).Write(writer);

    public IReadOnlyList<string> Read(ref JuteReader reader) => GetChildrenResponse.Read(ref reader).Children;
}
