using System.Threading.Channels;
using LeaderHosting.Coordination;
using LeaderHosting.IntegrationTests;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx.Tests;

/// <summary>Watches, which outlive the connection they were set on.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class NetExWatchTests(ZooKeeperServerFixture server) : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    private readonly ZooKeeperClient _hand = new(new ZooKeeperClientOptions { ConnectionString = server.ConnectionString });
    private readonly Channel<CoordinationNodeEvent> _seen = Channel.CreateUnbounded<CoordinationNodeEvent>();
    private readonly string _node = ZooKeeperServerFixture.UniquePath("watched");

    public async Task InitializeAsync()
    {
        await _hand.ConnectAsync();
        await _hand.CreateAsync(_node, ReadOnlyMemory<byte>.Empty, CreateMode.Persistent, WellKnownAcls.OpenUnsafe);
    }

    public Task DisposeAsync() => _hand.CloseAsync();

    [Theory]
    [InlineData(CoordinationNodeEvent.Changed)]
    [InlineData(CoordinationNodeEvent.Deleted)]
    public async Task An_event_comes_once(CoordinationNodeEvent happens)
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        Assert.NotNull(await WatchAsync(fixture));

        await DoAsync(happens);

        Assert.Equal(happens, await NextAsync());
        await AssertNothingElseAsync(fixture);
    }

    [Theory]
    [InlineData(CoordinationNodeEvent.Changed)]
    [InlineData(CoordinationNodeEvent.Deleted)]
    public async Task What_happens_while_there_is_no_connection_is_told_after_it(CoordinationNodeEvent happens)
    {
        await using var proxy = TcpProxy.Start(server.Port);
        await using var fixture = await NetExSessionFixture.ConnectAsync(proxy.ConnectionString, Timeout);
        Assert.NotNull(await WatchAsync(fixture));
        proxy.RefuseConnections();
        proxy.DropConnections();
        await fixture.NextAsync<CoordinationSessionEvent.Suspended>();

        await DoAsync(happens);
        proxy.RefuseConnections(false);

        Assert.Equal(happens, await NextAsync());
        await fixture.NextAsync<CoordinationSessionEvent.Connected>();
        await AssertNothingElseAsync(fixture);
    }

    [Fact]
    public async Task A_watch_lasts_over_connections()
    {
        await using var proxy = TcpProxy.Start(server.Port);
        await using var fixture = await NetExSessionFixture.ConnectAsync(proxy.ConnectionString, Timeout);
        Assert.NotNull(await WatchAsync(fixture));
        for (var i = 0; i < 3; i++)
        {
            proxy.DropConnections();
            await fixture.NextAsync<CoordinationSessionEvent.Suspended>();
            await fixture.NextAsync<CoordinationSessionEvent.Connected>();
        }

        await DoAsync(CoordinationNodeEvent.Deleted);

        Assert.Equal(CoordinationNodeEvent.Deleted, await NextAsync());
        await AssertNothingElseAsync(fixture);
    }

    [Fact]
    public async Task A_watch_that_is_disposed_tells_nothing()
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        (await WatchAsync(fixture))!.Dispose();

        await DoAsync(CoordinationNodeEvent.Deleted);

        await AssertNothingElseAsync(fixture);
    }

    [Fact]
    public async Task A_callback_that_does_not_return_holds_up_neither_requests_nor_the_end()
    {
        // The client runs watchers on its own loop and does nothing else meanwhile, not even pings.
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        await fixture.Session.WatchAsync(
            _node,
            _ =>
            {
                entered.SetResult();
                release.Wait();
            },
            default);
        await DoAsync(CoordinationNodeEvent.Changed);
        await entered.Task.WaitAsync(Eventually.DefaultTimeout);

        Assert.NotNull(await fixture.Session.GetAsync(_node, default).WaitAsync(Eventually.DefaultTimeout));
        Assert.NotNull(await WatchAsync(fixture).WaitAsync(Eventually.DefaultTimeout));
        await DoAsync(CoordinationNodeEvent.Deleted);
        Assert.Equal(CoordinationNodeEvent.Deleted, await NextAsync());
        await fixture.DisposeAsync().AsTask().WaitAsync(Eventually.DefaultTimeout);

        release.Set();
    }

    private Task<IDisposable?> WatchAsync(NetExSessionFixture fixture) =>
        fixture.Session.WatchAsync(_node, happened => _seen.Writer.TryWrite(happened), default);

    private Task DoAsync(CoordinationNodeEvent happens) => happens == CoordinationNodeEvent.Deleted
        ? _hand.DeleteAsync(_node).AsTask()
        : _hand.SetDataAsync(_node, new byte[] { 1 }).AsTask();

    private Task<CoordinationNodeEvent> NextAsync() => _seen.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout);

    /// <summary>A further event would be told before the answer to a request made after it.</summary>
    private async Task AssertNothingElseAsync(NetExSessionFixture fixture)
    {
        await fixture.Session.GetAsync("/", default);
        Assert.False(_seen.Reader.TryRead(out _));
    }
}
