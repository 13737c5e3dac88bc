using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>All the changes of a multi, under one zxid.</summary>
internal sealed class MultiChange(IReadOnlyList<Change> changes) : Change
{
    public override OpCode ResultType => OpCode.Multi;

    public override void Apply(DataTree tree, Stamp stamp)
    {
        foreach (var change in changes)
        {
            change.Apply(tree, stamp);
        }
    }

    public override void WriteResult(JuteWriter reply)
    {
        foreach (var change in changes)
        {
            MultiResults.WriteHeader(reply, change.ResultType);
            change.WriteResult(reply);
        }

        MultiResults.WriteEnd(reply);
    }
}
