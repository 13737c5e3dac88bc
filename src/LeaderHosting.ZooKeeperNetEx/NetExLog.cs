using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>Log messages about connections on ZooKeeperNetEx: 1900 to 1999.</summary>
internal static partial class NetExLog
{
    [LoggerMessage(1900, LogLevel.Warning, "None of {Servers} took the session: {Reason}. Trying on.")]
    public static partial void AttemptFailed(this ILogger logger, string servers, string reason);

    [LoggerMessage(1901, LogLevel.Debug, "Still none of {Servers} took the session: {Reason}.")]
    public static partial void AttemptFailedAgain(this ILogger logger, string servers, string reason);
}
