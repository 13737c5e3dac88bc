using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>A node gets new data.</summary>
internal sealed class DataChange(string path, byte[]? data) : Change
{
    private Stat _stat;

    public override OpCode ResultType => OpCode.SetData;

    public override void Apply(DataTree tree, Stamp stamp) => _stat = tree.SetData(path, data, stamp);

    public override void WriteResult(JuteWriter reply) => reply.WriteStat(_stat);
}
