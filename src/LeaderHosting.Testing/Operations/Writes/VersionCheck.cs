using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>
/// Nothing changes: a node was found to have the version that a check asked for. A check belongs into a multi. Sent alone and
/// successful, it is never answered: ZooKeeper 3.8 fails to encode its reply, drops it and logs "Destruction averted". So does this server.
/// </summary>
internal sealed class VersionCheck : Change
{
    public override OpCode ResultType => OpCode.Check;

    public override bool HasReply => false;

    public override void Apply(DataTree tree, Stamp stamp)
    {
    }
}
