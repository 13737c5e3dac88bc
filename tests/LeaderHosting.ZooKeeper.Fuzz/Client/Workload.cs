namespace LeaderHosting.ZooKeeper.Fuzz.Client;

/// <summary>One round of requests of every kind, as a program makes them.</summary>
internal sealed class Workload
{
    /// <summary>The node that everything is about.</summary>
    public const string Path = "/rec";

    private readonly List<Task> _watches = [];
    private readonly List<Task> _requests;

    /// <summary>Makes the requests.</summary>
    public Workload(ZooKeeperClient client) => _requests =
    [
        client.ExistsAsync(Path).AsTask(),
        client.CreateAsync($"{Path}/n-", new byte[] { 1 }, CreateMode.EphemeralSequential).AsTask(),
        WatchAsync(client.WatchDataAsync(Path), keep: true),
        client.GetDataAsync(Path).AsTask(),
        client.SetDataAsync(Path, new byte[] { 2 }).AsTask(),
        WatchAsync(client.WatchExistsAsync($"{Path}/missing"), keep: false),
        client.GetChildrenAsync(Path).AsTask(),
        client.GetChildrenWithStatAsync(Path).AsTask(),
        client.MultiAsync([ZooKeeperOperation.Check(Path), ZooKeeperOperation.SetData(Path, default), ZooKeeperOperation.Create($"{Path}/m")]).AsTask(),
        WatchAsync(client.WatchChildrenAsync(Path), keep: true),
        client.GetAclAsync(Path).AsTask(),
        client.SetAclAsync(Path, WellKnownAcls.OpenUnsafe).AsTask(),
        client.SyncAsync(Path).AsTask(),
        client.DeleteAsync($"{Path}/m").AsTask(),
    ];

    /// <summary>Whether every request has its answer.</summary>
    public bool IsOver => _requests.TrueForAll(static request => request.IsCompleted);

    /// <summary>Whether every watch that is held has completed.</summary>
    public bool AreWatchesOver => _watches.TrueForAll(static watch => watch.IsCompleted);

    /// <summary>Whether some request was lost with its connection. Ask when it is over.</summary>
    public bool LostAny => _requests.Exists(static request => request.Exception?.InnerException is ConnectionLossException);

    /// <summary>How many requests wait for their answers.</summary>
    public int Unanswered => _requests.Count(static request => !request.IsCompleted);

    /// <summary>Looks at the answers. Call it when it is over.</summary>
    /// <exception cref="FuzzFailureException">One is neither a result nor a <see cref="ZooKeeperException"/>.</exception>
    public void Check()
    {
        foreach (var request in _requests)
        {
            if (request.Exception?.InnerException is { } exception and not ZooKeeperException)
            {
                throw new FuzzFailureException($"A request failed with {exception.GetType().Name}: {exception.Message}", exception);
            }
        }
    }

    private async Task WatchAsync<T>(ValueTask<Watched<T>> watching, bool keep)
    {
        var watched = await watching;
        if (keep)
        {
            lock (_watches)
            {
                _watches.Add(watched.Changed);
            }
        }
        else
        {
            watched.Dispose();
        }
    }
}
