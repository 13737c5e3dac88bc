using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Asks whether a node exists.</summary>
internal readonly struct ExistsOperation(string path) : IOperation<ExistsOperation, Stat?>
{
    public OpCode Type => OpCode.Exists;

    public string? Path => path;

    public void Write(JuteWriter writer) => new ExistsRequest(path, Watch: false).Write(writer);

    public Stat? Read(ref JuteReader reader) => ExistsResponse.Read(ref reader).Stat;

    public static bool TryAccept(in ExistsOperation operation, ZooKeeperErrorCode error, out Stat? result)
    {
        result = null;
        return error == ZooKeeperErrorCode.NoNode;
    }
}
