using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Clients;

/// <summary>A client in a process whose every core is busy with something else: does it keep its connection?</summary>
internal static class FullLoad
{
    private const int ThreadsPerCore = 2;
    private const int RequestsAtOnce = 20;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(20);

    /// <summary>How many connections it loses meanwhile.</summary>
    public static async Task<int> CountLostConnectionsAsync(string servers, TimeSpan sessionTimeout)
    {
        await using var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers, SessionTimeout = sessionTimeout });
        await client.ConnectAsync();
        var lost = CountAsync(client);
        using var ending = new CancellationTokenSource(Duration);
        var busy = Enumerable.Range(0, ThreadsPerCore * Environment.ProcessorCount).Select(_ => new Thread(() => Spin(ending.Token))).ToList();
        busy.ForEach(static thread => thread.Start());
        await Task.WhenAll(Enumerable.Range(0, RequestsAtOnce).Select(_ => AskAsync(client, ending.Token)));
        busy.ForEach(static thread => thread.Join());
        await client.CloseAsync();
        return await lost;
    }

    private static async Task<int> CountAsync(ZooKeeperClient client)
    {
        var count = 0;
        await foreach (var change in client.WatchStateAsync())
        {
            count += change.State is SessionState.Suspended or SessionState.Expired ? 1 : 0;
        }

        return count;
    }

    private static void Spin(CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            Thread.SpinWait(1000);
        }
    }

    private static async Task AskAsync(ZooKeeperClient client, CancellationToken ending)
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                await client.ExistsAsync("/", ending);
            }
            catch (Exception e) when (e is ConnectionLossException or OperationCanceledException)
            {
                // Counted elsewhere, or it is over.
            }
        }
    }
}
