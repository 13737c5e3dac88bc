using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Tests.Fuzzing;

namespace LeaderHosting.ZooKeeper.Tests.Soak;

/// <summary>A day of blips, by the clock of the test.</summary>
[Collection(AloneCollection.Name)]
public sealed class ClientSoakTests : IAsyncLifetime
{
    private const long MostGrowth = 512 * 1024;

    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenBlips = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly ManualTimeProvider _time = new();
    private readonly TestLogs _logs = new();
    private readonly List<WeakReference<ZooKeeperClient>> _ended = [];
    private ZooKeeperTestServer _server = null!;
    private ZooKeeperClient _client = null!;
    private Watched<DataResult> _fired = null!;
    private Watched<Stat?> _silent = null!;
    private int _blips;

    public async Task InitializeAsync()
    {
        _server = await ZooKeeperTestServer.StartAsync(new ZooKeeperTestServerOptions { TimeProvider = _time, TickTime = TimeSpan.FromSeconds(15) });
        await OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_day_of_blips_leaks_nothing()
    {
        await PassAsync(TimeSpan.FromHours(1));
        var early = Measure();
        await PassAsync(Day - _time.Elapsed);
        var late = Measure();

        Assert.Equal(early.Timers, late.Timers);
        Assert.InRange(late.Heap - early.Heap, long.MinValue, MostGrowth);
        Assert.All(_ended, static client => Assert.False(client.TryGetTarget(out _), "A client whose session had expired is still held."));
        Assert.True(_blips > 2500, $"Only {_blips} blips.");
        Assert.Single(_server.Sessions);
        await BlipAsync(() => _server.Faults.DropConnections());
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var end = _time.Elapsed + time; _time.Elapsed < end;)
        {
            await ((_blips++ % 10) switch
            {
                9 => ExpireAsync(),
                var i when i % 3 == 0 => OutageAsync(),
                _ => BlipAsync(() => _server.Faults.DropConnections()),
            });
            _logs.Clear();
            await RestAsync(BetweenBlips);
        }
    }

    /// <summary>Nothing goes wrong. After each step the server answers, so that a busy machine does not look like a silent server.</summary>
    private async Task RestAsync(TimeSpan time)
    {
        for (var end = _time.Elapsed + time; _time.Elapsed < end;)
        {
            var next = _time.NextDue ?? time;
            var rest = end - _time.Elapsed;
            _time.Advance(next < rest ? next : rest);
            await AnswerAsync(_client.ExistsAsync("/fired").AsTask());
        }
    }

    /// <summary>The connection is lost, then another made: the session is the same, and so are its watches.</summary>
    private async Task BlipAsync(Action blip)
    {
        var session = _client.SessionId;
        var connection = _client.Connection?.Ordinal;
        blip();
        await UntilAsync(() => _client.Connection?.Ordinal > connection, "another connection");
        Assert.Equal(session, _client.SessionId);

        await AnswerAsync(_client.SetDataAsync("/fired", new byte[] { 1 }).AsTask());
        await UntilAsync(() => _fired.Changed.IsCompleted, "the watch to fire");
        Assert.Equal(WatchEventType.NodeDataChanged, (await _fired.Changed).Type);
        Assert.False(_silent.Changed.IsCompleted);
        _fired = await AnswerAsync(_client.WatchDataAsync("/fired").AsTask());

        // One that is given up again, and one that was set again with the connection.
        (await AnswerAsync(_client.WatchChildrenAsync("/").AsTask())).Dispose();
        Assert.All(_logs.WithEventId(3000), static entry => Assert.Equal(2, entry.Values["Count"]));
    }

    private Task OutageAsync() => BlipAsync(() =>
    {
        var refusal = _server.Faults.RefuseConnections();
        _time.CreateTimer(static refusal => ((IDisposable)refusal!).Dispose(), refusal, SessionTimeout / 3, Timeout.InfiniteTimeSpan);
        _server.Faults.DropConnections();
    });

    /// <summary>The session expires; a new client takes the place of the old one.</summary>
    private async Task ExpireAsync()
    {
        Assert.True(_server.Faults.ExpireSession(_client.SessionId));
        await UntilAsync(() => _client.State == SessionState.Expired, "the client to hear of its end");
        Assert.Equal(WatchEventType.SessionEnded, (await AnswerAsync(_silent.Changed)).Type);
        await AnswerAsync(_client.CloseAsync());
        _ended.Add(new WeakReference<ZooKeeperClient>(_client));
        await OpenAsync();
    }

    private async Task OpenAsync()
    {
        var options = new ZooKeeperClientOptions { ConnectionString = "memory:1", SessionTimeout = SessionTimeout };
        _client = new ZooKeeperClient(options, _logs, _time, new TestServerNetwork(_server), new Random(1));
        _client.Start();
        if (await AnswerAsync(_client.ExistsAsync("/fired").AsTask()) is null)
        {
            await AnswerAsync(_client.CreateAsync("/fired").AsTask());
        }

        _fired = await AnswerAsync(_client.WatchDataAsync("/fired").AsTask());
        _silent = await AnswerAsync(_client.WatchExistsAsync("/missing").AsTask());
    }

    private async Task<T> AnswerAsync<T>(Task<T> request)
    {
        await UntilAsync(() => request.IsCompleted, "an answer");
        return await request;
    }

    private async Task AnswerAsync(Task request)
    {
        await UntilAsync(() => request.IsCompleted, "an answer");
        await request;
    }

    /// <summary>Waits until something is so. The clock moves through the pauses between attempts, never longer than a second, and else stands still.</summary>
    private async Task UntilAsync(Func<bool> condition, string what)
    {
        while (true)
        {
            await ThreadPoolRest.WaitAsync();
            if (condition())
            {
                return;
            }

            if (_time.NextDue <= LongestPause)
            {
                _time.Advance(_time.NextDue ?? TimeSpan.Zero);
            }
            else
            {
                await Eventually.TrueAsync(() => condition() || _time.NextDue <= LongestPause, what, lastSeen: () => $"{_client.State} {_logs}");
            }
        }
    }

    private (int Timers, long Heap) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (_time.ActiveTimerCount, GC.GetTotalMemory(forceFullCollection: true));
    }
}
