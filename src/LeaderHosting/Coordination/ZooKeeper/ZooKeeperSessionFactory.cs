using System.Text;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Coordination.ZooKeeper;

/// <summary>Makes sessions on this project's own client.</summary>
internal sealed class ZooKeeperSessionFactory : ICoordinationSessionFactory
{
    private readonly ZooKeeperLeadershipOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;

    public ZooKeeperSessionFactory(ZooKeeperLeadershipOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        _options = options;
        _loggers = loggers;
        _time = time;
    }

    /// <inheritdoc/>
    public TimeSpan RequestedTimeout => _options.SessionTimeout;

    /// <inheritdoc/>
    public string Servers => _options.ConnectionString ?? "";

    /// <inheritdoc/>
    public ICoordinationSession Create()
    {
        var options = new ZooKeeperClientOptions
        {
            ConnectionString = Servers,
            SessionTimeout = _options.SessionTimeout,
        };
        if (_options.DigestUser is { Length: > 0 } user)
        {
            options.AuthInfos.Add(new ZooKeeperAuthInfo("digest", Encoding.UTF8.GetBytes($"{user}:{_options.DigestPassword}")));
        }

        return new ZooKeeperCoordinationSession(new ZooKeeperClient(options, _loggers, _time), AclOf(_options.Acl));
    }

    private static IReadOnlyList<Acl> AclOf(ZooKeeperLeadershipAcl acl) => acl switch
    {
        ZooKeeperLeadershipAcl.Creator => WellKnownAcls.CreatorAll,
        ZooKeeperLeadershipAcl.CreatorAndWorldRead => [.. WellKnownAcls.CreatorAll, .. WellKnownAcls.ReadUnsafe],
        _ => WellKnownAcls.OpenUnsafe,
    };
}
