using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Diagnostics;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Diagnostics;

public sealed class ClientMetricsTests : IAsyncLifetime
{
    private const string Duration = "leaderhosting.zookeeper.request.duration";
    private const string Reconnects = "leaderhosting.zookeeper.reconnects";

    private readonly ScriptedSession _session = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _session.DisposeAsync();

    [Fact]
    public async Task A_request_is_measured_from_the_call_to_the_answer()
    {
        using var metrics = new MetricRecorder(_session.Meters);
        var server = await _session.ConnectAsync();

        var getting = _session.Client.GetDataAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        _session.Time.Advance(TimeSpan.FromMilliseconds(40));
        await server.ReplyAsync(request.Xid, new GetDataResponse([1], default), zxid: 1);
        await getting.SoonAsync();

        var measured = Assert.Single(metrics.Of(Duration));
        Assert.Equal(0.040, measured.Value, tolerance: 1e-9);
        Assert.Equal("getData", measured["zookeeper.operation"]);
        Assert.Null(measured["error.type"]);
    }

    [Fact]
    public async Task What_became_of_it_is_a_tag_when_it_failed()
    {
        using var metrics = new MetricRecorder(_session.Meters);
        var server = await _session.ConnectAsync();

        var getting = _session.Client.GetDataAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        await server.ReplyAsync(request.Xid, ZooKeeperErrorCode.NoNode, zxid: 1);
        await Assert.ThrowsAsync<NoNodeException>(() => getting.SoonAsync());

        Assert.Equal("NoNode", Assert.Single(metrics.Of(Duration))["error.type"]);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_told_apart()
    {
        using var metrics = new MetricRecorder(_session.Meters);
        await _session.ConnectAsync();
        using var patience = new CancellationTokenSource();

        var getting = _session.Client.GetDataAsync("/a", patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => getting.SoonAsync());

        Assert.Equal("Cancelled", Assert.Single(metrics.Of(Duration))["error.type"]);
    }

    [Fact]
    public async Task Every_connection_after_the_first_is_a_reconnect()
    {
        using var metrics = new MetricRecorder(_session.Meters);
        var first = await _session.ConnectAsync();
        _session.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(metrics.Of(Reconnects));

        first.Close();
        await _session.Network.AcceptSessionAsync();
        await _session.WaitForAsync(SessionState.Connected);
        await Eventually.TrueAsync(() => metrics.Of(Reconnects).Count > 0, "the reconnect to be counted");

        Assert.Equal(1, Assert.Single(metrics.Of(Reconnects)).Value);
    }

    [Fact]
    public async Task While_nobody_listens_no_request_reads_the_clock()
    {
        var server = await _session.ConnectAsync();
        var deaf = new ClientMetrics(_session.Meters, new NoClock());

        Assert.Equal(0, deaf.Begin());
        deaf.End(OpCode.GetData, 0, ZooKeeperErrorCode.Ok);
        deaf.EndCancelled(OpCode.GetData, 0);
        await _session.RoundTripAsync(server, zxid: 1);

        using var metrics = new MetricRecorder(_session.Meters);
        Assert.Throws<InvalidOperationException>(() => deaf.Begin());
    }

    [Fact]
    public async Task Without_a_factory_nothing_is_measured()
    {
        await using var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = "a:1" });
        var metrics = new ClientMetrics(meters: null, new NoClock());

        Assert.Equal(0, metrics.Begin());
        metrics.Reconnected();
    }

    private sealed class NoClock : TimeProvider
    {
        public override long GetTimestamp() => throw new InvalidOperationException("Somebody looked at the clock.");
    }
}
