using Microsoft.Extensions.Logging;

namespace LeaderHosting.Testing.Embedded;

/// <summary>What the embedded development server logs. Its event ids are the 7100s.</summary>
internal static partial class EmbeddedZooKeeperLog
{
    [LoggerMessage(7100, LogLevel.Information,
        "This process hosts the embedded ZooKeeper development server: in memory, on {EndPoint}, for this machine only. For real servers set "
        + "ZooKeeperLeadership:ConnectionString, for example to 'zk1:2181,zk2:2181,zk3:2181'.")]
    public static partial void Hosts(ILogger logger, string endPoint);

    [LoggerMessage(7101, LogLevel.Information,
        "This process uses the embedded ZooKeeper development server that another process on this machine hosts, in memory, on {EndPoint}, and takes over when "
        + "that one ends. For real servers set ZooKeeperLeadership:ConnectionString, for example to 'zk1:2181,zk2:2181,zk3:2181'.")]
    public static partial void Connects(ILogger logger, string endPoint);

    [LoggerMessage(7102, LogLevel.Information,
        "The process that hosted the embedded ZooKeeper development server has ended; this one hosts it now, empty, on {EndPoint}. A new master is elected in "
        + "{Grace:0.#} s, when no master of before can be left.")]
    public static partial void TookOver(ILogger logger, string endPoint, double grace);

    [LoggerMessage(7103, LogLevel.Information,
        "ZooKeeperLeadership:ConnectionString is {ConnectionString}, so the embedded ZooKeeper development server is not started.")]
    public static partial void NotNeeded(ILogger logger, string connectionString);
}
