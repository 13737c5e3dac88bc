using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Sessions;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>What a connection tells the session it serves. Called on its read loop, a timer, or a caller's thread; never under the connection's lock.</summary>
internal interface IConnectionOwner
{
    /// <summary>A reply named the newest transaction its server has applied.</summary>
    void OnZxid(long zxid);

    /// <summary>A watch has fired.</summary>
    void OnWatchEvent(WatcherEvent watcherEvent);

    /// <summary>The server refused credentials.</summary>
    void OnAuthRefused(AuthEntry entry, ZooKeeperErrorCode code);

    /// <summary>The connection is over. Called once.</summary>
    /// <param name="connection">Which.</param>
    /// <param name="cause">The first thing that went wrong.</param>
    /// <param name="unanswered">The requests that were written to it and have not been answered, in order. They are the owner's to fail.</param>
    void OnFault(Connection connection, Exception cause, IReadOnlyCollection<PendingRequest> unanswered);
}
