using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Lists a node's children and learns its stat.</summary>
internal readonly struct GetChildrenWithStatOperation(string path) : IOperation<GetChildrenWithStatOperation, ChildrenResult>
{
    public OpCode Type => OpCode.GetChildren2;

    public string? Path => path;

    public void Write(JuteWriter writer) => new GetChildrenRequest(path, Watch: false).Write(writer);

    public ChildrenResult Read(ref JuteReader reader)
    {
        var response = GetChildren2Response.Read(ref reader);
        return new ChildrenResult(response.Children, response.Stat);
    }
}
