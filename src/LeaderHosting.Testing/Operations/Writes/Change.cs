using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations.Writes;

/// <summary>A change that has passed all checks: applying it cannot fail.</summary>
internal abstract class Change
{
    /// <summary>How its result is marked in the results of a multi.</summary>
    public abstract OpCode ResultType { get; }

    /// <summary>False for the one request that a real server never answers; see <see cref="VersionCheck"/>.</summary>
    public virtual bool HasReply => true;

    public abstract void Apply(DataTree tree, Stamp stamp);

    /// <summary>Writes the body of the reply; in a multi, what follows the result's header. Comes after <see cref="Apply"/>.</summary>
    public virtual void WriteResult(JuteWriter reply)
    {
    }

    public static ZooKeeperErrorCode CheckVersion(int actual, int expected) =>
        expected == -1 || expected == actual ? ZooKeeperErrorCode.Ok : ZooKeeperErrorCode.BadVersion;
}
