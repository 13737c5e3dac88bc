using LeaderHosting.Diagnostics;
using LeaderHosting.Election;
using LeaderHosting.Health;
using LeaderHosting.Rehearsal;
using LeaderHosting.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Hosting;

/// <summary>The elections of the process by name, each made when it is first asked for.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ElectionDirectory : IAsyncDisposable, IDisposable
{
    private readonly Lock _lock = new();
    private readonly ElectionRegistry _registry;
    private readonly IOptionsMonitor<ZooKeeperLeadershipOptions> _options;
    private readonly SessionHubs _hubs;
    private readonly HostControl _host;
    private readonly ILoggerFactory _loggers;
    private readonly IServiceProvider _provider;
    private readonly LeadershipInstruments _instruments;
    private readonly TakeoverRehearsal _rehearsal;
    private readonly Dictionary<string, ElectionParticipant> _elections;
    private readonly Dictionary<(object Hub, string Path), string> _paths;
    private readonly Dictionary<SessionHub, SpreadLedger> _ledgers = [];
    private bool _areValid;

    public ElectionDirectory(
        ElectionRegistry registry,
        IOptionsMonitor<ZooKeeperLeadershipOptions> options,
        SessionHubs hubs,
        IHostApplicationLifetime lifetime,
        ILoggerFactory loggers,
        LeadershipInstruments instruments,
        TakeoverRehearsal rehearsal,
        IServiceProvider provider)
    {
        _registry = registry;
        _elections = new(registry.Names.Count, StringComparer.Ordinal);
        _paths = new(registry.Names.Count);
        _options = options;
        _hubs = hubs;
        _host = new HostControl(() => _ = Task.Run(lifetime.StopApplication), Environment.FailFast);
        _loggers = loggers;
        _provider = provider;
        _instruments = instruments;
        _rehearsal = rehearsal;
    }

    /// <summary>The names, in the order in which the elections were added; the empty one is the unnamed election's.</summary>
    public IEnumerable<string> Names => _registry.Names;

    /// <summary>The election of a name.</summary>
    /// <exception cref="OptionsValidationException">Its settings, or those of another election of the process, are not valid.</exception>
    public ElectionParticipant this[string name]
    {
        get
        {
            lock (_lock)
            {
                if (!_elections.TryGetValue(name, out var election))
                {
                    ThrowIfNotValid();
                    election = Create(name, _options.Get(name));
                    _elections.Add(name, election);
                }

                return election;
            }
        }
    }

    /// <summary>Ends all elections without closing them.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(Made().Select(static e => e.DisposeAsync().AsTask())).ConfigureAwait(false);

    /// <summary>Begins what <see cref="DisposeAsync"/> does; for containers that are disposed of synchronously.</summary>
    public void Dispose()
    {
        foreach (var election in Made())
        {
            election.Dispose();
        }
    }

    private ElectionParticipant[] Made()
    {
        lock (_lock)
        {
            return [.. _elections.Values];
        }
    }

    /// <summary>Reads the settings of all elections, so that the faults of all are told at once, and those in a section that they share only once.</summary>
    private void ThrowIfNotValid()
    {
        if (_areValid)
        {
            return;
        }

        var faults = new List<(string Election, string Fault)>();
        foreach (var name in Names)
        {
            try
            {
                _ = _options.Get(name);
            }
            catch (OptionsValidationException e)
            {
                faults.AddRange(e.Failures.SelectMany(static failure => failure.Split(Environment.NewLine)).Select(fault => (name, fault)));
            }
        }

        if (faults.Count > 0)
        {
            var lines = faults.Select(static f => f.Fault).Distinct(StringComparer.Ordinal);
            throw new OptionsValidationException(faults[0].Election, typeof(ZooKeeperLeadershipOptions), [string.Join(Environment.NewLine, lines)]);
        }

        _areValid = true;
    }

    private ElectionParticipant Create(string name, ZooKeeperLeadershipOptions options)
    {
        var hub = _hubs.For(name, options);
        if (!_paths.TryAdd((hub, options.ElectionPath!), name))
        {
            throw SamePath(name, _paths[(hub, options.ElectionPath!)], options);
        }

        var ledger = options.Spread ? LedgerOf(hub) : null;
        return new ElectionParticipant(
            new ElectionSettings
            {
                Name = name,
                Path = options.ElectionPath!,
                NodeName = options.NodeName!,
                Candidate = options.Candidate,
                StopBudget = options.StopBudget,
                StopOverrun = options.StopOverrun,
                ServiceFault = options.ServiceFault,
                AdvertisedUrl = options.AdvertisedUrl,
                Priority = options.Priority,
                MinimumTenure = options.MinimumTenure ?? ElectionSettings.DefaultTenure(options.Order),
                Order = options.Order,
                SpreadGroup = ledger?.Group,
                CandidacyHealthInterval = options.CandidacyHealthInterval,
            },
            hub,
            _host,
            _hubs.Clock,
            new ElectionLog(_loggers.CreateLogger(LogCategories.Election)),
            _instruments,
            ProbeOf(options),
            ledger,
            _rehearsal.Begin);
    }

    /// <summary>The ledger of a session. It has to know from the beginning which elections it is for.</summary>
    private SpreadLedger LedgerOf(SessionHub hub)
    {
        if (!_ledgers.TryGetValue(hub, out var ledger))
        {
            ledger = new SpreadLedger(Names
                .Select(name => (Hub: _hubs.For(name, _options.Get(name)), Options: _options.Get(name)))
                .Where(election => election.Hub == hub && election.Options.Spread)
                .Select(static election => election.Options.ElectionPath!));
            _ledgers.Add(hub, ledger);
        }

        return ledger;
    }

    private HealthCheckProbe? ProbeOf(ZooKeeperLeadershipOptions options) => string.IsNullOrEmpty(options.CandidacyHealthTag) || !options.Candidate
        ? null
        : new HealthCheckProbe(
            _provider.GetRequiredService<HealthCheckService>(),
            _provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations,
            options.CandidacyHealthTag,
            options.CandidacyHealthInterval,
            _hubs.Clock);

    /// <summary>One process would stand twice in one election, and lead it for one of two sets of services at random.</summary>
    private OptionsValidationException SamePath(string name, string other, ZooKeeperLeadershipOptions options) => new(
        name,
        typeof(ZooKeeperLeadershipOptions),
        [$"{KeyOf(name)} is '{options.ElectionPath}', and so is {KeyOf(other)}: two elections of one process can't meet under the same path."]);

    private string KeyOf(string name) => _registry.FirstOf(name)!.PathOf(nameof(ZooKeeperLeadershipOptions.ElectionPath), isOwn: true);
}
