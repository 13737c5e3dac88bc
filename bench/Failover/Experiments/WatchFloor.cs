using System.Diagnostics;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>From the deletion of a node by one session to the watch of another: what no handover that a watch tells of can undercut.</summary>
internal sealed class WatchFloor : IAsyncDisposable
{
    private readonly ZooKeeperClient _deleter;
    private readonly ZooKeeperClient _watcher;
    private readonly string _group;

    private WatchFloor(ZooKeeperClient deleter, ZooKeeperClient watcher, string group)
    {
        _deleter = deleter;
        _watcher = watcher;
        _group = group;
    }

    /// <summary>Connects both sessions.</summary>
    public static async Task<WatchFloor> StartAsync(string servers)
    {
        var floor = new WatchFloor(Client(servers), Client(servers), Bench.NewGroup("floor"));
        await floor._deleter.ConnectAsync();
        await floor._watcher.ConnectAsync();
        await Nodes.CreatePathAsync(floor._deleter, floor._group);
        return floor;
    }

    /// <summary>Measures it once, in milliseconds.</summary>
    public async Task<double> MeasureAsync()
    {
        var created = await _deleter.CreateAsync($"{_group}/n-", ReadOnlyMemory<byte>.Empty, CreateMode.EphemeralSequential);
        Watched<Stat?> watched;
        do
        {
            // On another server the node may come to be seen a little later.
            watched = await _watcher.WatchExistsAsync(created.Path);
        }
        while (watched.Value is null);

        var fired = Nodes.TimeOfChangeAsync(watched);
        var began = Stopwatch.GetTimestamp();
        var deletion = _deleter.DeleteAsync(created.Path);
        var time = Bench.Milliseconds(await fired - began);
        await deletion;
        return time;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _deleter.DisposeAsync();
        await _watcher.DisposeAsync();
    }

    private static ZooKeeperClient Client(string servers) => new(new ZooKeeperClientOptions { ConnectionString = servers });
}
