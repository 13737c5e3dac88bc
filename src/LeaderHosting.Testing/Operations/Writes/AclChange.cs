using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>A node gets a new ACL.</summary>
internal sealed class AclChange(string path, Acl[] acl) : Change
{
    private Stat _stat;

    public override OpCode ResultType => OpCode.SetAcl;

    public override void Apply(DataTree tree, Stamp stamp) => _stat = tree.SetAcl(path, acl);

    public override void WriteResult(JuteWriter reply) => reply.WriteStat(_stat);
}
