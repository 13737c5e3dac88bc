using System.Collections.Concurrent;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.Sessions;

public class SessionHubTests
{
    private const int ClientFailed = 5105;

    private readonly TestLogs _logs = new();
    private readonly FakeSessionFactory _network = new(new InMemoryEnsemble(TimeProvider.System), TimeProvider.System);

    [Fact]
    public async Task Disposed_of_from_many_sides_at_once_it_ends_its_session_and_nobody_waits_for_ever()
    {
        const int Hubs = 300;
        for (var i = 0; i < Hubs; i++)
        {
            var hub = await StartAsync();

            using var start = new ManualResetEventSlim();
            var disposals = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
            {
                start.Wait();
                await hub.DisposeAsync();
            })).ToList();
            start.Set();
            await Task.WhenAll(disposals).WaitAsync(Eventually.DefaultTimeout);

            Assert.Equal(LeadershipConnection.Closed, hub.Status.Connection);
            Assert.True(_network.Current.IsClosed);
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(10, 0)]
    public async Task Another_timeout_than_was_asked_for_is_told_of(int granted, int warnings)
    {
        const int OtherTimeout = 5106;
        _network.GrantedTimeout = TimeSpan.FromSeconds(granted);

        await using var hub = await StartAsync();

        Assert.Equal(warnings, _logs.WithEventId(OtherTimeout).Count);
    }

    [Fact]
    public async Task Disposed_of_before_it_starts_it_never_connects()
    {
        var hub = CreateHub();

        await hub.DisposeAsync();
        hub.Start();

        Assert.Empty(_network.Sessions);
    }

    [Fact]
    public async Task A_factory_that_throws_is_asked_again()
    {
        _network.CreateFailure = new NotSupportedException("No TLS here.");
        await using var hub = CreateHub();

        hub.Start();
        await Eventually.TrueAsync(() => _logs.WithEventId(ClientFailed).Count > 1, "a second try");
        Assert.All(_logs.WithEventId(ClientFailed), static e => Assert.IsType<NotSupportedException>(e.Exception));
        Assert.Equal(LeadershipConnection.Connecting, hub.Status.Connection);
        Assert.Contains("NotSupportedException: No TLS here.", hub.Status.Error, StringComparison.Ordinal);

        _network.CreateFailure = null;
        await Eventually.TrueAsync(() => hub.Status.Connection == LeadershipConnection.Connected, "a session");
    }

    [Fact]
    public async Task A_session_that_throws_is_lost_and_replaced()
    {
        await using var hub = CreateHub();
        var listener = new Listener();
        hub.Attach(listener);
        hub.Start();
        await Eventually.TrueAsync(() => hub.Status.Connection == LeadershipConnection.Connected, "a session");
        var first = _network.Current;

        first.Fail(new IOException("The client is broken."));
        await Eventually.TrueAsync(() => listener.Established.Count == 2, "another session");

        Assert.True(first.IsClosed);
        Assert.Same(listener.Established[0], Assert.Single(listener.Lost));
        Assert.IsType<IOException>(Assert.Single(_logs.WithEventId(ClientFailed)).Exception);
        Assert.Equal(LeadershipConnection.Connected, hub.Status.Connection);
    }

    private async Task<SessionHub> StartAsync()
    {
        var hub = CreateHub();
        hub.Start();
        await Eventually.TrueAsync(() => hub.Status.Connection == LeadershipConnection.Connected, "a session");
        return hub;
    }

    private SessionHub CreateHub() => new(_network, TimeProvider.System, _logs.CreateLogger<SessionHub>());

    /// <summary>Keeps what it hears.</summary>
    private sealed class Listener : ISessionListener
    {
        private readonly ConcurrentQueue<LiveSession> _established = [];
        private readonly ConcurrentQueue<LiveSession> _lost = [];

        public IReadOnlyList<LiveSession> Established => [.. _established];

        public IReadOnlyList<LiveSession> Lost => [.. _lost];

        public bool ReliesOnSession => false;

        public void OnEstablished(LiveSession session) => _established.Enqueue(session);

        public void OnLost(LiveSession session, string reason) => _lost.Enqueue(session);

        public void OnConnectionChanged()
        {
        }
    }
}
