using System.Diagnostics.Metrics;
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
    private readonly IMeterFactory _meters;
    private readonly ServerFeatures _features = new();

    public ZooKeeperSessionFactory(ZooKeeperLeadershipOptions options, ILoggerFactory loggers, TimeProvider time, IMeterFactory meters)
    {
        _options = options;
        _loggers = loggers;
        _time = time;
        _meters = meters;
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

        return new ZooKeeperCoordinationSession(new ZooKeeperClient(options, _loggers, _time, _meters), AclOf(_options.Acl), _features);
    }

    private static IReadOnlyList<Acl> AclOf(ZooKeeperLeadershipAcl acl) => acl switch
    {
        ZooKeeperLeadershipAcl.Creator => WellKnownAcls.CreatorAll,
        ZooKeeperLeadershipAcl.CreatorAndWorldRead => [.. WellKnownAcls.CreatorAll, .. WellKnownAcls.ReadUnsafe],
        _ => WellKnownAcls.OpenUnsafe,
    };
}
