using System.Net;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Testing;

/// <summary>What the server logs. Its event ids are the 7000s.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(7000, LogLevel.Information, "ZooKeeper test server listens on {EndPoint}.")]
    public static partial void Started(ILogger logger, EndPoint endPoint);

    [LoggerMessage(7001, LogLevel.Information, "ZooKeeper test server has stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(7002, LogLevel.Information, "Restarted, data kept: {KeepData}. The zxid goes on at 0x{Zxid:x}.")]
    public static partial void Restarted(ILogger logger, bool keepData, long zxid);

    [LoggerMessage(7010, LogLevel.Debug, "Session 0x{SessionId:x} opened with a timeout of {Timeout} ms.")]
    public static partial void SessionOpened(ILogger logger, long sessionId, int timeout);

    [LoggerMessage(7011, LogLevel.Debug, "Session 0x{SessionId:x} resumed with a timeout of {Timeout} ms.")]
    public static partial void SessionResumed(ILogger logger, long sessionId, int timeout);

    [LoggerMessage(7012, LogLevel.Information, "Session 0x{SessionId:x} expired; its timeout was {Timeout} ms.")]
    public static partial void SessionExpired(ILogger logger, long sessionId, int timeout);

    [LoggerMessage(7013, LogLevel.Information, "Session 0x{SessionId:x} is unknown, probably expired; the client is told so.")]
    public static partial void SessionUnknown(ILogger logger, long sessionId);

    [LoggerMessage(7014, LogLevel.Warning, "Wrong password for session 0x{SessionId:x}; the client is told that the session has expired.")]
    public static partial void WrongPassword(ILogger logger, long sessionId);

    [LoggerMessage(7015, LogLevel.Warning, "Refused {Remote}: it has seen zxid 0x{Seen:x}, this server is at 0x{Zxid:x}.")]
    public static partial void ZxidAhead(ILogger logger, EndPoint remote, long seen, long zxid);

    [LoggerMessage(7020, LogLevel.Warning, "Refused {Remote}: {Count} connections from its address are open.")]
    public static partial void TooManyConnections(ILogger logger, EndPoint remote, int count);

    [LoggerMessage(7021, LogLevel.Warning, "Closed the connection of {Remote}: {Reason}")]
    public static partial void ProtocolViolation(ILogger logger, EndPoint remote, string reason);

    [LoggerMessage(7022, LogLevel.Debug, "The connection of {Remote} broke.")]
    public static partial void ConnectionBroke(ILogger logger, Exception exception, EndPoint remote);

    [LoggerMessage(7023, LogLevel.Error, "The connection of {Remote} ended on an error of this server.")]
    public static partial void ConnectionFailed(ILogger logger, Exception exception, EndPoint remote);
}
