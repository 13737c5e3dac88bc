using LeaderHosting.Diagnostics;
using LeaderHosting.Election;
using LeaderHosting.Election.Operations;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.World;

/// <summary>One process that takes part in an election: its network, its session, its services, its log. A process in several elections is several nodes with one session.</summary>
internal sealed class ElectionNode : IAsyncDisposable
{
    private readonly ElectionWorld _world;
    private readonly string _path;
    private readonly SessionHub _hub;
    private readonly bool _ownsHub;
    private readonly TestMeterFactory _meters = new();
    private bool _hasStarted;

    public ElectionNode(
        ElectionWorld world,
        ElectionSettings settings,
        TimeSpan sessionTimeout,
        Func<ElectionNode, IReadOnlyList<ILeaderOnlyService>>? services,
        ICandidacyProbe? probe = null,
        ElectionNode? process = null,
        SpreadLedger? ledger = null)
    {
        _world = world;
        _path = settings.Path;
        Name = settings.NodeName;
        Clock = process?.Clock ?? new JumpingTimeProvider(world.Clock);
        Network = process?.Network ?? new FakeSessionFactory(world.Ensemble, Clock) { RequestedTimeout = sessionTimeout, GrantedTimeout = sessionTimeout };
        Metrics = new MetricRecorder(_meters);
        var instruments = new LeadershipInstruments(_meters);
        Service = new JournalingService(world.Journal, Name);
        _ownsHub = process is null;
        _hub = process?.Hub ?? new SessionHub(Network, Clock, Logs.CreateLogger<SessionHub>(), instruments: instruments);
        Election = new ElectionParticipant(
            settings,
            _hub,
            new HostControl(() => HostStops++, message => FailFasts.Add(message)),
            Clock,
            new ElectionLog(Logs.CreateLogger("election")),
            instruments,
            probe,
            ledger);
        Services = services?.Invoke(this) ?? [Service];
    }

    public string Name { get; }

    public JumpingTimeProvider Clock { get; }

    public FakeSessionFactory Network { get; }

    public TestLogs Logs { get; } = new();

    public MetricRecorder Metrics { get; }

    public ElectionParticipant Election { get; }

    public SessionHub Hub => _hub;

    /// <summary>The service it runs, unless the test brought others.</summary>
    public JournalingService Service { get; }

    public IReadOnlyList<ILeaderOnlyService> Services { get; }

    public int HostStops { get; private set; }

    public List<string> FailFasts { get; } = [];

    public LeadershipPhase Phase => Election.Board.State.Phase;

    public LeadershipStatus Status => Election.Board.Status;

    public string? Candidate => Election.Board.State.Candidate;

    /// <summary>As <c>ILeadership.IsLeader</c>.</summary>
    public bool IsLeader => Election.Board.Term is { IsValid: true };

    public LeadershipTerm? Term => Election.Board.Term;

    /// <summary>
    /// Whether it has something to do that takes no time, so that the clock should stand still: otherwise a busy machine would look like a slow ensemble.
    /// </summary>
    public bool IsBusy
    {
        get
        {
            return !Election.Completion.IsCompleted && Phase switch
            {
                // Later sessions may have to wait for a pause.
                LeadershipPhase.Disconnected => _hasStarted && !Election.Board.State.HasStood && Network.IsHealthy && Network.IsAtFirstSession,

                LeadershipPhase.Starting or LeadershipPhase.Stopping => !Services.OfType<JournalingService>().Any(s => s.IsBusy) && !HasStrangeServices,

                LeadershipPhase.Leading => ProofIsOverdue,
                LeadershipPhase.Waiting => Election.Board.State.IsNext && ProofIsOverdue,

                // Whoever has handed over gives way first, and that takes time.
                LeadershipPhase.Registering => Network.IsHealthy
                    && !(Network.HandedOverAt(_path) is { } since && _world.Clock.GetElapsedTime(since) < ElectionContext.LongestGivingWay),
                LeadershipPhase.HandingOver => Network.IsHealthy,
                LeadershipPhase.Claiming => Election.Board.State.Term is null ? Network.IsHealthy : ProofIsOverdue,
                _ => false,
            };
        }
    }

    /// <summary>How long the lease is says nothing: it may take time, and not work, to make it longer. A gap between proofs makes it shorter much later.</summary>
    private bool ProofIsOverdue
    {
        get
        {
            var timeout = _hub.Status.Timeout;
            var isFresh = _world.Clock.GetElapsedTime(Network.ConnectedAt) < timeout / 4;
            var last = isFresh ? Math.Max(Network.LastProofAt, Network.LastCommitAt) : Network.LastProofAt;
            return Network.IsHealthy && _world.Clock.GetElapsedTime(last) > (timeout / 16) + ElectionWorld.Step;
        }
    }

    private bool HasStrangeServices => Services.Any(s => s is not JournalingService);

    public void Start()
    {
        _hasStarted = true;
        _hub.Start();
        Election.Start(Services);
    }

    /// <summary>Shuts down as a host does.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken = default)
    {
        await Election.CloseAsync(cancellationToken);
        await Election.DisposeAsync();
        if (_ownsHub)
        {
            await _hub.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Election.DisposeAsync();
        if (_ownsHub)
        {
            await _hub.DisposeAsync();
        }

        Metrics.Dispose();
        _meters.Dispose();
    }

    /// <summary>Forgets what the test has written down of it: for tests that run on and on.</summary>
    public void Forget()
    {
        Network.Forget();
        Service.Terms.Clear();
        Logs.Clear();
        Metrics.Clear();
    }

    public override string ToString() => $"{Name}: {Election.Board.State} {Status}";
}
