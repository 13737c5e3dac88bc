using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>getEphemerals: the caller's own ephemerals whose paths begin with a prefix.</summary>
internal sealed class GetEphemeralsOperation(string prefix) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [prefix];

    public static GetEphemeralsOperation Read(ref JuteReader reader) => new(reader.ReadString("prefixPath"));

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        // Upstream takes a blank prefix for the root.
        var wanted = prefix.Trim().Length == 0 ? "/" : prefix;
        reply.WriteStrings([.. context.Tree.EphemeralsOf(context.Caller.SessionId).Where(path => path.StartsWith(wanted, StringComparison.Ordinal))]);
        return ZooKeeperErrorCode.Ok;
    }
}
