using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.IntegrationTests.Client;

/// <summary>Clients of real servers.</summary>
internal static class Clients
{
    /// <summary>A client that has not been started.</summary>
    public static ZooKeeperClient Create(
        string connectionString,
        TimeSpan? sessionTimeout = null,
        ILoggerFactory? logs = null,
        params ZooKeeperAuthInfo[] auths)
    {
        var options = new ZooKeeperClientOptions
        {
            ConnectionString = connectionString,
            SessionTimeout = sessionTimeout ?? TimeSpan.FromSeconds(10),
        };
        foreach (var auth in auths)
        {
            options.AuthInfos.Add(auth);
        }

        return new ZooKeeperClient(options, logs);
    }

    /// <summary>A client with a session.</summary>
    public static async Task<ZooKeeperClient> ConnectAsync(
        string connectionString,
        TimeSpan? sessionTimeout = null,
        ILoggerFactory? logs = null,
        params ZooKeeperAuthInfo[] auths)
    {
        var client = Create(connectionString, sessionTimeout, logs, auths);
        try
        {
            await client.ConnectAsync().WaitAsync(Eventually.DefaultTimeout);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a state.</summary>
    public static Task WaitForAsync(this ZooKeeperClient client, SessionState state) =>
        Eventually.TrueAsync(() => client.State == state, $"the state {state}", lastSeen: () => client.State.ToString());

    /// <summary>Waits for a connection after a given one.</summary>
    public static Task WaitForConnectionAsync(this ZooKeeperClient client, int ordinal) =>
        Eventually.TrueAsync(() => client.Connection?.Ordinal >= ordinal, $"connection {ordinal}", lastSeen: () => client.State.ToString());
}
