using LeaderHosting.Testing.Sessions;
using LeaderHosting.Testing.Tree;
using LeaderHosting.Testing.Watches;

namespace LeaderHosting.Testing.Core;

/// <summary>Everything that <see cref="ServerCore"/> guards with its lock.</summary>
internal sealed class ServerState
{
    public ServerState(TimeProvider time, ServerLimits limits, long startZxid)
    {
        Zxid = startZxid;
        Sessions = new SessionTracker(time, limits);
        Tree = new DataTree(Watches);
    }

    public SessionTracker Sessions { get; }

    public WatchManager Watches { get; } = new();

    public DataTree Tree { get; private set; }

    public HashSet<Caller> Callers { get; } = [];

    public ServerStatistics Statistics { get; } = new();

    /// <summary>The newest transaction: the epoch in the upper half, a counter in the lower one.</summary>
    public long Zxid { get; private set; }

    public long NextZxid() => ++Zxid;

    /// <summary>Starts a new epoch, as every new leader of an ensemble does.</summary>
    public void NextEpoch() => Zxid = ((Zxid >> 32) + 1) << 32;

    /// <summary>Forgets all nodes and sessions.</summary>
    public void Clear()
    {
        Tree = new DataTree(Watches);
        Sessions.Clear();
    }
}
