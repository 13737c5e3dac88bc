using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Sets a node's access control list.</summary>
internal readonly struct SetAclOperation(string path, IReadOnlyList<Acl> acl, int version) : IOperation<SetAclOperation, Stat>
{
    public OpCode Type => OpCode.SetAcl;

    public string? Path => path;

    public void Write(JuteWriter writer) => new SetAclRequest(path, acl, version).Write(writer);

    public Stat Read(ref JuteReader reader) => SetAclResponse.Read(ref reader).Stat;
}
