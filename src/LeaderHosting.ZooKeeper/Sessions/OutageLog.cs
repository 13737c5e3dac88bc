using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Tells of an outage once when it begins and once when it is over, however many attempts lie between. Used by the session's connect loop alone.</summary>
internal sealed class OutageLog(ILogger logger, TimeProvider time)
{
    private long? _since;

    /// <summary>A connection that held the session was lost.</summary>
    public void OnConnectionLost(long sessionId, ZooKeeperConnectionInfo connection, Exception cause)
    {
        _since = time.GetTimestamp();
        logger.ConnectionLost(connection.EndPoint, sessionId, cause.Message);
    }

    /// <summary>An attempt to connect was fruitless.</summary>
    public void OnAttemptFailed(ZooKeeperHost host, Exception cause)
    {
        if (_since is null)
        {
            _since = time.GetTimestamp();
            logger.ServerUnreachable(host, cause.Message);
        }
        else
        {
            logger.ServerStillUnreachable(host, cause.Message);
        }
    }

    /// <summary>A connection holds the session.</summary>
    public void OnConnected(long sessionId, ZooKeeperConnectionInfo connection, TimeSpan timeout)
    {
        if (_since is { } since)
        {
            logger.ConnectedAfterOutage(connection.EndPoint, sessionId, timeout.TotalMilliseconds, time.GetElapsedTime(since).TotalMilliseconds);
        }
        else
        {
            logger.Connected(connection.EndPoint, sessionId, timeout.TotalMilliseconds);
        }

        _since = null;
    }
}
