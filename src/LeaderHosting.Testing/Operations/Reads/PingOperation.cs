using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>ping: a request for a sign of life that asks for nothing else.</summary>
internal sealed class PingOperation : IReadOperation
{
    public IReadOnlyList<string> Paths => [];

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply) => ZooKeeperErrorCode.Ok;
}
