using System.Text;
using LeaderHosting.Coordination;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Logging;
using org.apache.zookeeper.data;
using static org.apache.zookeeper.ZooDefs;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>Makes sessions on the ZooKeeperNetEx package.</summary>
internal sealed class NetExSessionFactory : ICoordinationSessionFactory
{
    private readonly ZooKeeperLeadershipOptions _options;
    private readonly NetExConnector _connector;
    private readonly TimeProvider _time;

    public NetExSessionFactory(ZooKeeperLeadershipOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        _options = options;
        _time = time;

        // One for all sessions, which follow each other: an outage that outlives a session is told once.
        _connector = new NetExConnector(
            new NetExHosts(ZooKeeperConnectionString.Parse(Servers), Random.Shared),
            RequestedTimeout,
            options.DigestUser is { Length: > 0 } user ? Encoding.UTF8.GetBytes($"{user}:{options.DigestPassword}") : null,
            time,
            loggers.CreateLogger("LeaderHosting.ZooKeeperNetEx"));

        // By default the client writes ZK.(date).log to the working directory, which a service often may not, and nobody looks for.
        NetExClient.LogToFile = false;
    }

    /// <inheritdoc/>
    public TimeSpan RequestedTimeout => _options.SessionTimeout;

    /// <inheritdoc/>
    public string Servers => _options.ConnectionString ?? "";

    /// <inheritdoc/>
    public ICoordinationSession Create() => new NetExSession(_connector, AclOf(_options.Acl), _time);

    private static List<ACL> AclOf(ZooKeeperLeadershipAcl acl) => acl switch
    {
        ZooKeeperLeadershipAcl.Creator => Ids.CREATOR_ALL_ACL,
        ZooKeeperLeadershipAcl.CreatorAndWorldRead => [.. Ids.CREATOR_ALL_ACL, .. Ids.READ_ACL_UNSAFE],
        _ => Ids.OPEN_ACL_UNSAFE,
    };
}
