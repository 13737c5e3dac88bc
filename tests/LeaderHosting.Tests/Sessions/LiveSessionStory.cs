using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.Sessions;

/// <summary>A session of T = 10 s that no hub looks after, on a network in memory.</summary>
public abstract class LiveSessionStory : IAsyncLifetime
{
    protected static readonly TimeSpan T = TimeSpan.FromSeconds(10);

    private EventPump _events = null!;

    protected LiveSessionStory()
    {
        // The ensemble has a clock of its own that stands still, so that the session lives on: its servers answer pings.
        Network = new FakeSessionFactory(new InMemoryEnsemble(new ManualTimeProvider()), Clock) { RequestedTimeout = T, GrantedTimeout = T };
    }

    internal ManualTimeProvider Clock { get; } = new();

    internal FakeSessionFactory Network { get; }

    internal LiveSession Session { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var port = Wrap(Network.Create());
        _events = new EventPump(port);
        var connection = await _events.Connected;
        await PrepareAsync(port);
        Session = new LiveSession(port, connection, Clock, new TestLogs().CreateLogger("session"), CreateLease);
    }

    public async Task DisposeAsync() => await _events.DisposeAsync();

    /// <summary>What the session is on.</summary>
    internal virtual ICoordinationSession Wrap(ICoordinationSession port) => port;

    /// <summary>Creates the znodes that there are.</summary>
    internal virtual Task PrepareAsync(ICoordinationSession port) => port.CreateAsync("/a", default, CoordinationNodeKind.Persistent, default);

    internal virtual ISessionLease CreateLease(TimeSpan timeout, TimeProvider time) => new SessionLease(timeout, time);
}
