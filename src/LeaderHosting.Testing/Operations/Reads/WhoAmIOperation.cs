using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>whoAmI: what the connection has shown of who it is.</summary>
internal sealed class WhoAmIOperation : IReadOperation
{
    public IReadOnlyList<string> Paths => [];

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        reply.WriteInt32(context.Caller.Credentials.Count);
        foreach (var credential in context.Caller.Credentials)
        {
            reply.WriteString(credential.Scheme);
            reply.WriteString(credential.User);
        }

        return ZooKeeperErrorCode.Ok;
    }
}
