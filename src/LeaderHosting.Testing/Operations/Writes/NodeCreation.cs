using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>A node is added. The reply tells its path, and its stat when the request was of a kind that asks for it.</summary>
internal sealed class NodeCreation(string path, byte[]? data, Acl[] acl, long owner, bool withStat, OpCode resultType) : Change
{
    private Stat _stat;

    public override OpCode ResultType => resultType;

    public override void Apply(DataTree tree, Stamp stamp) => _stat = tree.Create(path, data, acl, owner, stamp);

    public override void WriteResult(JuteWriter reply)
    {
        reply.WriteString(path);
        if (withStat)
        {
            reply.WriteStat(_stat);
        }
    }
}
