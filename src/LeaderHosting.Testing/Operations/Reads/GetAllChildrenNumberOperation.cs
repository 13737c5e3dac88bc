using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Reads;

/// <summary>getAllChildrenNumber: how many nodes are below a node, at any depth.</summary>
internal sealed class GetAllChildrenNumberOperation(string path) : IReadOperation
{
    public IReadOnlyList<string> Paths { get; } = [path];

    public static GetAllChildrenNumberOperation Read(ref JuteReader reader) => new(reader.ReadString("path"));

    public ZooKeeperErrorCode Execute(ReadContext context, JuteWriter reply)
    {
        var error = context.Find(path, AclPermissions.Read, out _);
        if (error == ZooKeeperErrorCode.Ok)
        {
            reply.WriteInt32(context.Tree.CountBelow(path));
        }

        return error;
    }
}
