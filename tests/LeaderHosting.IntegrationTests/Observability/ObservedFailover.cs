using System.Diagnostics;
using LeaderHosting.IntegrationTests.Scenarios;
using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>
/// A failover of two hosts on a real ZooKeeper, with a listener on each: played once, for all tests of the collection. The first node fails to start its
/// service, leads, and loses its session; the second, which has reconnected meanwhile, takes over, and resigns with a service that overruns and then fails;
/// the first leads again and is shut down; the second leads.
/// </summary>
public sealed class ObservedFailover : IAsyncLifetime
{
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    /// <summary>How long services may take to stop.</summary>
    public static readonly TimeSpan StopBudget = TimeSpan.FromMilliseconds(400);

    /// <summary>How long the service of either node takes to start.</summary>
    public static readonly TimeSpan StartTakes = TimeSpan.FromMilliseconds(50);

    private readonly CollectedOutput _output = new();
    private int _starts;

    /// <summary>The path of the election.</summary>
    public string Path { get; private set; } = null!;

    /// <summary>What the first node measured.</summary>
    public MetricRecorder First { get; private set; } = null!;

    /// <summary>What the second node measured.</summary>
    public MetricRecorder Second { get; private set; } = null!;

    /// <summary>What both nodes traced.</summary>
    public SpanRecorder Spans { get; private set; } = null!;

    /// <summary>What the gauges showed, at the end of each act.</summary>
    public IReadOnlyList<GaugeReading> Readings { get; private set; } = [];

    /// <summary>How long the first node led until it lost its session, at the least.</summary>
    public TimeSpan FirstLedFor { get; private set; }

    /// <summary>How long all of it took.</summary>
    public TimeSpan Lasted { get; private set; }

    /// <summary>All that both nodes measured.</summary>
    public IEnumerable<Measured> Measured => First.Instruments.SelectMany(i => Of(i.Name)).Concat(Readings.SelectMany(static r => r.All));

    /// <summary>The instruments of either node, with the tags they were seen with.</summary>
    public IReadOnlyList<PublishedInstrument> Instruments =>
        [.. First.Instruments.Select(i => PublishedInstrument.Of(i, Measured.Where(m => m.Instrument == i.Name).SelectMany(static m => m.Tags.Keys)))];

    /// <summary>What has been measured with an instrument, on both nodes.</summary>
    public IEnumerable<Measured> Of(string instrument) => First.Of(instrument).Concat(Second.Of(instrument));

    public async Task InitializeAsync()
    {
        try
        {
            await PlayAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"The failover did not go as it should: {e.Message}{Environment.NewLine}{_output}", e);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task PlayAsync()
    {
        await using var zooKeeper = await ZooKeeperServer.StartAsync();
        await using var wire = TcpProxy.Start(zooKeeper.Port);
        await using var election = new Scenarios.Election(_output, zooKeeper.ConnectionString, SessionTimeout);
        Path = election.Path;
        Spans = new SpanRecorder(Path);
        var readings = new List<GaugeReading>();
        var began = Stopwatch.GetTimestamp();

        // The first start fails, so that it leads in its second term.
        var first = await election.StartAsync("first", [new RecordingService("first") { OnStart = _ => StartAsync(fails: _starts++ == 0) }], null, Settings);
        First = first.Metrics;
        await first.WaitUntilMasterAsync();
        var leads = Stopwatch.GetTimestamp();
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var service = new RecordingService("second") { OnStart = static _ => StartAsync(fails: false), OnStop = _ => StopAsync(hang.Task) };
        var second = await election.StartAsync("second", [service], wire.ConnectionString, Settings);
        Second = second.Metrics;
        await second.WaitUntilSlaveAsync();
        readings.Add(GaugeReading.Of(first.Metrics, second.Metrics));

        // A connection that breaks changes nobody's role.
        wire.DropConnections();
        await Eventually.TrueAsync(() => second.Metrics.Of(InstrumentNames.Reconnects).Count > 0, "the second node to reconnect");
        await second.WaitUntilSlaveAsync();
        await UntilLeaseIsRenewedAsync(first);

        FirstLedFor = Stopwatch.GetElapsedTime(leads);
        await SessionExpiry.ExpireAsync(zooKeeper.Port, first.SessionId);
        await second.WaitUntilMasterAsync();
        await first.WaitUntilSlaveAsync();
        readings.Add(GaugeReading.Of(first.Metrics, second.Metrics));
        await UntilLeaseIsRenewedAsync(second);

        var resigning = second.Leadership.ResignAsync();
        await Eventually.TrueAsync(() => second.Status.StopOverran, "the stop to overrun");
        hang.SetResult();
        await resigning;
        await first.WaitUntilMasterAsync();
        await second.WaitUntilSlaveAsync();
        readings.Add(GaugeReading.Of(first.Metrics, second.Metrics));

        await first.StopAsync();
        await second.WaitUntilMasterAsync();
        readings.Add(GaugeReading.Of(first.Metrics, second.Metrics));
        Readings = readings;
        Lasted = Stopwatch.GetElapsedTime(began);

        // How the hosts are taken down is no part of it.
        First.Dispose();
        Second.Dispose();
        Spans.Dispose();
    }

    private static (string Key, string? Value)[] Settings => [("StopBudget", StopBudget.ToString("c")), ("StopOverrun", "Log")];

    private static Task UntilLeaseIsRenewedAsync(HostNode node) =>
        Eventually.TrueAsync(() => node.Metrics.Of(InstrumentNames.LeaseRemaining).Count > 0, $"{node.Name} to renew its lease");

    private static async Task StartAsync(bool fails)
    {
        if (fails)
        {
            throw new IOException("The disk is full.");
        }

        await Task.Delay(StartTakes);
    }

    private static async Task StopAsync(Task hang)
    {
        await hang;
        throw new IOException("The disk is full.");
    }
}
