using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.Sessions;

public class SessionHubTests
{
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

    [Fact]
    public async Task Disposed_of_before_it_starts_it_never_connects()
    {
        var hub = CreateHub();

        await hub.DisposeAsync();
        hub.Start();

        Assert.Empty(_network.Sessions);
    }

    private async Task<SessionHub> StartAsync()
    {
        var hub = CreateHub();
        hub.Start();
        await Eventually.TrueAsync(() => hub.Status.Connection == LeadershipConnection.Connected, "a session");
        return hub;
    }

    private SessionHub CreateHub() => new(_network, TimeProvider.System, _logs.CreateLogger<SessionHub>());
}
