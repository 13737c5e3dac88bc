using System.Net;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Log messages about connections: 1000 to 1999.</summary>
internal static partial class ConnectionLog
{
    [LoggerMessage(1000, LogLevel.Information, "Connected to {EndPoint}: session 0x{SessionId:x}, timeout {Timeout:F0} ms.")]
    public static partial void Connected(this ILogger logger, EndPoint endPoint, long sessionId, double timeout);

    [LoggerMessage(1001, LogLevel.Information, "Connected to {EndPoint}: session 0x{SessionId:x}, timeout {Timeout:F0} ms, after {Outage:F0} ms without a connection.")]
    public static partial void ConnectedAfterOutage(this ILogger logger, EndPoint endPoint, long sessionId, double timeout, double outage);

    [LoggerMessage(1002, LogLevel.Warning, "The connection to {EndPoint} is lost, session 0x{SessionId:x} is suspended; trying the other servers. {Cause}")]
    public static partial void ConnectionLost(this ILogger logger, EndPoint endPoint, long sessionId, string cause);

    [LoggerMessage(1003, LogLevel.Warning, "Cannot connect to {Host}; trying on, quietly. {Cause}")]
    public static partial void ServerUnreachable(this ILogger logger, ZooKeeperHost host, string cause);

    [LoggerMessage(1004, LogLevel.Debug, "Cannot connect to {Host}. {Cause}")]
    public static partial void ServerStillUnreachable(this ILogger logger, ZooKeeperHost host, string cause);
}
