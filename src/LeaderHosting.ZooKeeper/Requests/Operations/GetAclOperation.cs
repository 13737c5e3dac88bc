using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Reads a node's access control list.</summary>
internal readonly struct GetAclOperation(string path) : IOperation<GetAclOperation, AclResult>
{
    public OpCode Type => OpCode.GetAcl;

    public string? Path => path;

    public void Write(JuteWriter writer) => new GetAclRequest(path).Write(writer);

    public AclResult Read(ref JuteReader reader)
    {
        var response = GetAclResponse.Read(ref reader);
        return new AclResult(response.Acl, response.Stat);
    }
}
