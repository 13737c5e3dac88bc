using LeaderHosting.Testing.Core;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>
/// A writing request that is refused whatever it says: one that cannot be decoded, or one that this server does not do. It takes up
/// a zxid all the same, as every failed write does.
/// </summary>
internal sealed class RefusedOperation(ZooKeeperErrorCode error) : IWriteOperation
{
    public IReadOnlyList<string> Paths => [];

    public ZooKeeperErrorCode Plan(PlannedTree tree, Caller caller, out Change? change)
    {
        change = null;
        return error;
    }
}
