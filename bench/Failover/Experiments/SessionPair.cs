using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Two bare sessions and a node below which they meet: what floors and bounds are measured with, with no election around.</summary>
internal sealed class SessionPair : IAsyncDisposable
{
    private SessionPair(ZooKeeperClient first, ZooKeeperClient second, string group)
    {
        First = first;
        Second = second;
        Group = group;
    }

    /// <summary>The one that acts.</summary>
    public ZooKeeperClient First { get; }

    /// <summary>The one that watches.</summary>
    public ZooKeeperClient Second { get; }

    /// <summary>The node.</summary>
    public string Group { get; }

    /// <summary>Connects both.</summary>
    public static async Task<SessionPair> StartAsync(string servers, string name)
    {
        var pair = new SessionPair(Client(servers), Client(servers), Bench.NewGroup(name));
        await pair.First.ConnectAsync();
        await pair.Second.ConnectAsync();
        await BarePaths.CreateAsync(pair.First, pair.Group);
        return pair;
    }

    /// <summary>Creates an ephemeral node of the first session, and a watch of the second on it.</summary>
    public async Task<(string Path, Watched<Stat?> Watched)> CreateWatchedAsync()
    {
        var created = await First.CreateAsync($"{Group}/n-", ReadOnlyMemory<byte>.Empty, CreateMode.EphemeralSequential);
        while (true)
        {
            // On another server the node may come to be seen a little later.
            var watched = await Second.WatchExistsAsync(created.Path);
            if (watched.Value is not null)
            {
                return (created.Path, watched);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }

    private static ZooKeeperClient Client(string servers) => new(new ZooKeeperClientOptions { ConnectionString = servers });
}
