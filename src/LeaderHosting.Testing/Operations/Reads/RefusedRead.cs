using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>A reading request that cannot be decoded.</summary>
internal sealed class RefusedRead(ZooKeeperErrorCode error) : IReadOperation
{
    public IReadOnlyList<string> Paths => [];

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply) => error;
}
