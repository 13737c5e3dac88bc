using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Log messages about sessions: 2000 to 2999.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(2000, LogLevel.Warning, "Session 0x{SessionId:x} has expired: its ephemeral nodes and watches are gone. {Reason}")]
    public static partial void SessionExpired(this ILogger logger, long sessionId, string reason);

    [LoggerMessage(2001, LogLevel.Error, "A server refused the credentials of session 0x{SessionId:x}; the client stops. {Cause}")]
    public static partial void SessionAuthFailed(this ILogger logger, long sessionId, string? cause);

    [LoggerMessage(2002, LogLevel.Information, "Session 0x{SessionId:x} is closed.")]
    public static partial void SessionClosed(this ILogger logger, long sessionId);

    [LoggerMessage(2003, LogLevel.Debug, "No answer to the request to close session 0x{SessionId:x}; the servers will expire it. {Cause}")]
    public static partial void CloseUnanswered(this ILogger logger, long sessionId, string cause);

    [LoggerMessage(2004, LogLevel.Critical, "The connect loop of session 0x{SessionId:x} failed; the client stops. This is a fault in the library.")]
    public static partial void ConnectLoopFailed(this ILogger logger, long sessionId, Exception cause);
}
