using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations;

/// <summary>A request that leaves the tree as it is, though it may set or remove watches.</summary>
internal interface IReadOperation : IOperation
{
    /// <summary>Answers the request.</summary>
    /// <param name="context">The tree, the watches and who asks.</param>
    /// <param name="reply">Where the body of the reply goes. Nothing is written unless the result is Ok.</param>
    ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply);
}
