using LeaderHosting.Coordination;
using LeaderHosting.IntegrationTests;
using LeaderHosting.TestKit;

namespace LeaderHosting.ZooKeeperNetEx.Tests;

/// <summary>Requests: one at a time, in order, never twice.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class NetExRequestTests(ZooKeeperServerFixture server)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Calls_that_overlap_cost_no_connection()
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        var session = fixture.Session;
        var connection = session.Connection;

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => session.CommitAsync([new CoordinationOperation.Check("/")], default)));

        Assert.NotNull(connection);
        Assert.Same(connection, session.Connection);
    }

    [Fact]
    public async Task Requests_are_sent_in_the_order_of_the_calls()
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        var prefix = $"/netex-{Guid.NewGuid():N}-";

        var created = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ =>
            fixture.Session.CreateAsync(prefix, ReadOnlyMemory<byte>.Empty, CoordinationNodeKind.EphemeralSequential, default)));

        Assert.Equal(created.Order(StringComparer.Ordinal), created);
    }

    [Fact]
    public async Task A_transaction_that_fails_says_which_operation_did_and_applies_none()
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        var node = await fixture.CreateEphemeralAsync();

        var fault = await Assert.ThrowsAsync<CoordinationException>(() => fixture.Session.CommitAsync(
            [
                new CoordinationOperation.Check(node),
                new CoordinationOperation.SetData(node, new byte[] { 1 }),
                new CoordinationOperation.Delete(node + "-missing"),
                new CoordinationOperation.Delete(node),
            ],
            default));

        Assert.Equal((CoordinationFault.NodeMissing, 2), (fault.Fault, fault.FailedOperation));
        Assert.Equal(0, (await fixture.Session.GetAsync(node, default))!.Version);
    }

    [Fact]
    public async Task A_transaction_tells_version_and_zxid_of_what_it_set()
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        var node = await fixture.CreateEphemeralAsync();

        var results = await fixture.Session.CommitAsync(
            [new CoordinationOperation.Check(node), new CoordinationOperation.SetData(node, new byte[] { 7 }, 0)], default);

        var read = (await fixture.Session.GetAsync(node, default))!;
        Assert.Equal(new CoordinationResult(1, read.ModifiedZxid), results[1]);
        Assert.Equal([7], read.Data.ToArray());
        Assert.Equal(fixture.Session.Id, read.Owner);
    }

    [Fact]
    public async Task What_does_not_exist_is_null_and_no_fault()
    {
        await using var fixture = await NetExSessionFixture.ConnectAsync(server.ConnectionString, Timeout);
        const string Missing = "/netex-missing";

        Assert.Null(await fixture.Session.GetAsync(Missing, default));
        Assert.Null(await fixture.Session.GetChildrenAsync(Missing, default));
        Assert.Null(await fixture.Session.WatchAsync(Missing, static _ => { }, default));
    }

    [Fact]
    public async Task A_request_under_way_fails_with_its_connection_and_one_that_waits_goes_over_the_next()
    {
        await using var proxy = TcpProxy.Start(server.Port);
        await using var fixture = await NetExSessionFixture.ConnectAsync(proxy.ConnectionString, TimeSpan.FromSeconds(10));
        var session = fixture.Session;
        var node = await fixture.CreateEphemeralAsync();
        proxy.BlackHole(TrafficDirection.ToClient);
        var sent = proxy.BytesToServer;
        var underWay = session.CommitAsync([new CoordinationOperation.SetData(node, new byte[] { 1 })], default);
        var waiting = session.GetAsync(node, default);
        await Eventually.TrueAsync(() => proxy.BytesToServer > sent, "the request to be sent");

        session.Reconnect("The test wants it.");

        var fault = await Assert.ThrowsAsync<CoordinationException>(() => underWay);
        Assert.Equal(CoordinationFault.ConnectionLost, fault.Fault);
        Assert.Contains("The test wants it.", fault.Message, StringComparison.Ordinal);
        Assert.False(waiting.IsCompleted);
        proxy.Heal(dropConnections: true);

        // It had been applied, and was not applied a second time.
        Assert.Equal(1, (await waiting)!.Version);
        Assert.Equal(2, session.Connection!.Ordinal);
    }

    [Fact]
    public async Task Whoever_gives_up_a_request_does_not_hold_up_the_next()
    {
        await using var proxy = TcpProxy.Start(server.Port);
        await using var fixture = await NetExSessionFixture.ConnectAsync(proxy.ConnectionString, Timeout);
        using var impatience = new CancellationTokenSource();
        proxy.BlackHole(TrafficDirection.ToClient);
        var first = fixture.Session.GetAsync("/", impatience.Token);
        var second = fixture.Session.GetChildrenAsync("/", impatience.Token);
        var third = fixture.Session.GetAsync("/", default);

        await impatience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        proxy.Heal();
        Assert.NotNull(await third);
    }
}
