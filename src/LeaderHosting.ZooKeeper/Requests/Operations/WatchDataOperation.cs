using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Reads a node's data and watches it.</summary>
internal readonly struct WatchDataOperation(WatchEntry entry) : IOperation<WatchDataOperation, Watched<DataResult>>
{
    private readonly WatchEntry _entry = entry;

    public OpCode Type => OpCode.GetData;

    public string? Path => _entry.Path;

    public void Write(JuteWriter writer) => new GetDataRequest(_entry.Path, Watch: true).Write(writer);

    public Watched<DataResult> Read(ref JuteReader reader)
    {
        var response = GetDataResponse.Read(ref reader);
        return _entry.Arm(WatchKind.Data, new DataResult(response.Data, response.Stat));
    }

    public static void Discard(in WatchDataOperation operation) => operation._entry.Release();
}
