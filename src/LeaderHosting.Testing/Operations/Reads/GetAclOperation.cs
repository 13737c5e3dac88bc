using LeaderHosting.Testing.Security;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>getACL. Who may read the node but not change its ACL sees no digests.</summary>
internal sealed class GetAclOperation(string path) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static GetAclOperation Read(ref JuteReader reader) => new(GetAclRequest.Read(ref reader).Path);

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        var error = context.Find(path, AclPermissions.Read | AclPermissions.Admin, out var node);
        if (error == ZooKeeperErrorCode.Ok)
        {
            reply.WriteAcls(context.Allows(node!, AclPermissions.Admin) ? node!.Acl : AclRules.Mask(node!.Acl));
            reply.WriteStat(node.Stat);
        }

        return error;
    }
}
