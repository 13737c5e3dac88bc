using BenchmarkDotNet.Attributes;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Micro;

/// <summary>Requests and watches through memory. What the server in-process allocates is counted with it.</summary>
public class Requests
{
    private const string Node = "/node";
    private const string Watched = "/watched";
    private MemoryClient _memory = null!;

    /// <summary>Connects.</summary>
    [GlobalSetup]
    public void Setup() => Blocking.Run(SetupAsync);

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void Cleanup() => Blocking.Run(async () => await _memory.DisposeAsync());

    /// <summary>One get, and its answer.</summary>
    [Benchmark]
    public async Task<int> GetAsync() => (await _memory.Client.GetDataAsync(Node)).Stat.Version;

    /// <summary>A transaction of one check, as a lease proof is.</summary>
    [Benchmark]
    public async Task<int> CheckAsync() => (await _memory.Client.MultiAsync([ZooKeeperOperation.Check(Node)])).Count;

    /// <summary>From a watch that is set to its event: a create, a watch, a delete, and the event.</summary>
    [Benchmark]
    public async Task<WatchEventType> WatchAsync()
    {
        await _memory.Client.CreateAsync(Watched, ReadOnlyMemory<byte>.Empty);
        using var watched = await _memory.Client.WatchExistsAsync(Watched);
        await _memory.Client.DeleteAsync(Watched);
        return (await watched.Changed).Type;
    }

    private async Task SetupAsync()
    {
        _memory = await MemoryClient.StartAsync();
        await _memory.Client.CreateAsync(Node, new byte[16]);
    }
}
