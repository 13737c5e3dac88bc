using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Operations.Writes;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Operations;

/// <summary>A request that wants to change the tree: alone, or as part of a multi.</summary>
internal interface IWriteOperation : IOperation
{
    /// <summary>
    /// Checks the request in the order in which a real server does (the first error is the one reported) and, when nothing is wrong,
    /// notes in <paramref name="tree"/> what it will change.
    /// </summary>
    /// <param name="tree">The tree as it will be after the operations planned before.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="change">What is to be done, when the result is Ok.</param>
    ZooKeeperErrorCode Plan(PlannedTree tree, Caller caller, out Change? change);
}
