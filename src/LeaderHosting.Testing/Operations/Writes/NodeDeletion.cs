using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>A node is removed. The reply has no body.</summary>
internal sealed class NodeDeletion(string path) : Change
{
    public override OpCode ResultType => OpCode.Delete;

    public override void Apply(DataTree tree, Stamp stamp) => tree.Delete(path, stamp);
}
