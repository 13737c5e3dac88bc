using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>Nothing changes: one operation of a multi was refused.</summary>
internal sealed class FailedMulti(int failedIndex, ZooKeeperErrorCode error, int count) : Change
{
    public override OpCode ResultType => OpCode.Multi;

    public override void Apply(DataTree tree, Stamp stamp)
    {
    }

    public override void WriteResult(JuteWriter reply)
    {
        for (var i = 0; i < count; i++)
        {
            MultiResults.WriteError(
                reply,
                i < failedIndex ? ZooKeeperErrorCode.Ok : i == failedIndex ? error : ZooKeeperErrorCode.RuntimeInconsistency);
        }

        MultiResults.WriteEnd(reply);
    }
}
