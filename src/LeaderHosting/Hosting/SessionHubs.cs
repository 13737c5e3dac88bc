using System.Diagnostics.Metrics;
using LeaderHosting.Coordination;
using LeaderHosting.Coordination.ZooKeeper;
using LeaderHosting.Diagnostics;
using LeaderHosting.Lease;
using LeaderHosting.Sessions;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Hosting;

/// <summary>The sessions of the process: one for all elections with the same servers, session timeout, credentials, ACL and client.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SessionHubs : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private readonly IServiceProvider _services;
    private readonly IReadOnlyList<CoordinationSource> _sources;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _clock;
    private readonly IMeterFactory _meters;
    private readonly LeadershipInstruments _instruments;
    private readonly SessionLeaseFactory? _leases;
    private readonly Dictionary<Key, SessionHub> _hubs = [];

    public SessionHubs(
        IServiceProvider services,
        IEnumerable<CoordinationSource> sources,
        ILoggerFactory loggers,
        IMeterFactory meters,
        LeadershipInstruments instruments,
        LeadershipClock? clock = null,
        SessionLeaseFactory? leases = null)
    {
        _services = services;
        _sources = [.. sources];
        _loggers = loggers;
        _meters = meters;
        _instruments = instruments;
        _leases = leases;

        // One that does not stand still while the machine sleeps, whatever the application's own clock is.
        _clock = clock?.Time ?? LeaseTimeProvider.Instance;
    }

    /// <summary>The clock of all sessions and elections.</summary>
    public TimeProvider Clock => _clock;

    /// <summary>The sessions made so far.</summary>
    public IReadOnlyList<SessionHub> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _hubs.Values];
            }
        }
    }

    /// <summary>The session for an election; it is made, but not begun, when it is the first of its kind.</summary>
    public SessionHub For(string election, ZooKeeperLeadershipOptions options)
    {
        var create = _sources.Count > 0 ? SourceOf(election) : null;
        var key = new Key(options, create);
        lock (_lock)
        {
            if (!_hubs.TryGetValue(key, out var hub))
            {
                hub = new SessionHub(
                    create?.Invoke(new CoordinationFactoryContext(_services, options, _clock)) ?? new ZooKeeperSessionFactory(options, _loggers, _clock, _meters),
                    _clock,
                    _loggers.CreateLogger(LogCategories.Election),
                    _leases,
                    _instruments);
                _hubs.Add(key, hub);
            }

            return hub;
        }
    }

    private Func<CoordinationFactoryContext, ICoordinationSessionFactory>? SourceOf(string election) =>
        (_sources.LastOrDefault(s => s.Name == election) ?? _sources.LastOrDefault(static s => s.Name is null))?.Create;

    /// <summary>Ends all sessions and waits until nothing is left of them.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(All.Select(static hub => hub.DisposeAsync().AsTask())).ConfigureAwait(false);

    /// <summary>Begins what <see cref="DisposeAsync"/> does; for containers that are disposed of synchronously.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    /// <summary>What must be the same for elections to share a session. It shows nothing of itself, as a record would, since it holds a password.</summary>
    private readonly struct Key : IEquatable<Key>
    {
        private readonly (string?, TimeSpan, string?, string?, ZooKeeperLeadershipAcl, Delegate?) _parts;

        public Key(ZooKeeperLeadershipOptions options, Delegate? create)
        {
            _parts = (options.ConnectionString, options.SessionTimeout, options.DigestUser, options.DigestPassword, options.Acl, create);
        }

        public bool Equals(Key other) => _parts.Equals(other._parts);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => _parts.GetHashCode();
    }
}
