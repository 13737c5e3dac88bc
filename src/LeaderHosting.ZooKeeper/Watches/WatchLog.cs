using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Watches;

/// <summary>Log messages about watches: 3000 to 3999.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(3000, LogLevel.Debug, "{Count} watches are set again.")]
    public static partial void WatchesSetAgain(this ILogger logger, int count);

    [LoggerMessage(3001, LogLevel.Debug, "{Type} {Path}: {Count} watches fired.")]
    public static partial void WatchFired(this ILogger logger, WatchEventType type, string path, int count);
}
