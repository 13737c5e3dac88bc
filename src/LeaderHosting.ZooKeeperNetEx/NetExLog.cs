using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>Log messages about connections on ZooKeeperNetEx: 1900 to 1999.</summary>
internal static partial class NetExLog
{
    [LoggerMessage(1900, LogLevel.Warning, "None of {Servers} took the session: {Reason}; trying on, quietly.")]
    public static partial void AttemptFailed(this ILogger logger, string servers, string reason);

    [LoggerMessage(1901, LogLevel.Debug, "Still none of {Servers} took the session: {Reason}.")]
    public static partial void AttemptFailedAgain(this ILogger logger, string servers, string reason);

    [LoggerMessage(1902, LogLevel.Information, "Session 0x{SessionId:x} is connected to one of {Servers}.")]
    public static partial void Connected(this ILogger logger, long sessionId, string servers);

    [LoggerMessage(1903, LogLevel.Warning, "Session 0x{SessionId:x} has lost its connection: {Reason} Trying the servers again.")]
    public static partial void ConnectionLost(this ILogger logger, long sessionId, string reason);
}
