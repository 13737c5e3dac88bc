using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Lists a node's children and watches them.</summary>
internal readonly struct WatchChildrenOperation(WatchEntry entry) : IOperation<WatchChildrenOperation, Watched<ChildrenResult>>
{
    private readonly WatchEntry _entry = entry;

    public OpCode Type => OpCode.GetChildren2;

    public string? Path => _entry.Path;

    public void Write(JuteWriter writer) => new GetChildrenRequest(_entry.Path, Watch: true).Write(writer);

    public Watched<ChildrenResult> Read(ref JuteReader reader)
    {
        var response = GetChildren2Response.Read(ref reader);
        return _entry.Arm(WatchKind.Children, new ChildrenResult(response.Children, response.Stat));
    }

    public static void Discard(in WatchChildrenOperation operation) => operation._entry.Release();
}
