using System.Buffers.Binary;
using System.Diagnostics;
using LeaderHosting.Bench.Failover.Traffic;
using LeaderHosting.Testing;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Tests;

public sealed class TrafficTests : IAsyncDisposable
{
    private readonly List<ZooKeeperClient> _clients = [];
    private ZooKeeperTestServer? _server;
    private RequestTap? _tap;

    [Fact]
    public async Task The_requests_of_a_handover_are_told_from_those_of_others_and_from_what_follows()
    {
        var (old, next, other) = (await ConnectAsync(), await ConnectAsync(), await ConnectAsync());
        await old.CreateAsync("/e", ReadOnlyMemory<byte>.Empty);
        await old.CreateAsync("/e/a", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
        await next.CreateAsync("/e/b", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
        using var watched = await next.WatchExistsAsync("/e/a");
        var began = Stopwatch.GetTimestamp();

        await other.GetDataAsync("/e");
        await old.MultiAsync([ZooKeeperOperation.Check("/e/b"), ZooKeeperOperation.Delete("/e/a"), ZooKeeperOperation.SetData("/e", new byte[100])]);
        await old.CloseAsync();
        await watched.Changed;
        await next.GetDataAsync("/e");
        var started = Stopwatch.GetTimestamp();
        await next.MultiAsync([ZooKeeperOperation.Check("/e/b"), ZooKeeperOperation.SetData("/e", ReadOnlyMemory<byte>.Empty)]);
        await next.GetChildrenAsync("/e");
        var found = HandoverRequests.Find(_tap!.Connections, began, started, Stopwatch.GetTimestamp());

        Assert.Equal(["multi(check, delete, setData)", "getData"], found.Until);
        Assert.Equal(["multi(check, setData)", "getChildren"], found.After);
        Assert.Equal(1, found.Woken);
        Assert.Equal("1 multi(check, delete, setData) + 1 getData; then 1 multi(check, setData) + 1 getChildren", found.ToString());
    }

    [Fact]
    public async Task Everybody_whom_a_deletion_wakes_is_counted()
    {
        var (old, one, two) = (await ConnectAsync(), await ConnectAsync(), await ConnectAsync());
        await old.CreateAsync("/e", ReadOnlyMemory<byte>.Empty);
        await old.CreateAsync("/e/a", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
        using var watchedByOld = await old.WatchChildrenAsync("/e");
        using var watchedByOne = await one.WatchChildrenAsync("/e");
        using var watchedByTwo = await two.WatchChildrenAsync("/e");
        var began = Stopwatch.GetTimestamp();

        await old.DeleteAsync("/e/a");
        await Task.WhenAll(watchedByOld.Changed, watchedByOne.Changed, watchedByTwo.Changed);
        await one.GetChildrenAsync("/e");
        await two.GetChildrenAsync("/e");
        var started = Stopwatch.GetTimestamp();
        var found = HandoverRequests.Find(_tap!.Connections, began, started, started);

        Assert.Equal(["delete", "getChildren", "getChildren"], found.Until);
        Assert.Empty(found.After);
        Assert.Equal(2, found.Woken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Packets_are_whole_however_the_stream_is_cut(int step)
    {
        byte[][] packets = [[1, 2, 3], [], [.. Enumerable.Range(0, 600).Select(static i => (byte)i)], [9]];
        byte[] stream = [.. packets.SelectMany(static packet => Prefix(packet.Length).Concat(packet))];
        var cutter = new PacketCutter();

        var found = stream.Chunk(step).SelectMany(chunk => cutter.Add(chunk)).ToList();

        Assert.Equal(packets, found);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        if (_tap is not null)
        {
            await _tap.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static byte[] Prefix(int length)
    {
        var prefix = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(prefix, length);
        return prefix;
    }

    private async Task<ZooKeeperClient> ConnectAsync()
    {
        _server ??= await ZooKeeperTestServer.StartAsync();
        _tap ??= RequestTap.Start(_server.EndPoint.Port);
        var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = _tap.ConnectionString });
        _clients.Add(client);
        await client.ConnectAsync();
        return client;
    }
}
