using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Reads a node's data.</summary>
internal readonly struct GetDataOperation(string path) : IOperation<GetDataOperation, DataResult>
{
    public OpCode Type => OpCode.GetData;

    public string? Path => path;

    public void Write(JuteWriter writer) => new GetDataRequest(path, Watch: false).Write(writer);

    public DataResult Read(ref JuteReader reader)
    {
        var response = GetDataResponse.Read(ref reader);
        return new DataResult(response.Data, response.Stat);
    }
}
