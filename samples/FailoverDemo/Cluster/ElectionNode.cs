using LeaderHosting.ZooKeeper;

namespace FailoverDemo.Cluster;

/// <summary>The znode under which the demo's candidates meet, its own on a server that is not.</summary>
internal sealed class ElectionNode(ZooKeeperConnectionString servers, string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>Checks that a server answers.</summary>
    /// <exception cref="DemoException">None does.</exception>
    public static async Task CheckReachableAsync(ZooKeeperConnectionString servers, CancellationToken cancellationToken)
    {
        await using var client = CreateClient(servers);
        try
        {
            await client.ConnectAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or ZooKeeperException)
        {
            throw new DemoException($"No ZooKeeper server answers at {servers}.", error);
        }
    }

    /// <summary>Deletes it with the candidates that ended processes have left, as far as that is possible now.</summary>
    public async Task DeleteAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var client = CreateClient(servers);
        try
        {
            await client.ConnectAsync(patience.Token);
            foreach (var candidate in await client.GetChildrenAsync(path, patience.Token))
            {
                await client.DeleteAsync($"{path}/{candidate}", cancellationToken: patience.Token);
            }

            await client.DeleteAsync(path, cancellationToken: patience.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or ZooKeeperException)
        {
            // An empty znode is left behind, or there was none.
        }
    }

    private static ZooKeeperClient CreateClient(ZooKeeperConnectionString servers) => new(new ZooKeeperClientOptions { ConnectionString = servers.ToString() });
}
