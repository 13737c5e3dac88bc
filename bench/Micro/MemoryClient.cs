using LeaderHosting.Testing;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Tests.Soak;

namespace LeaderHosting.Bench.Micro;

/// <summary>Our client, connected through memory to the server in-process.</summary>
internal sealed class MemoryClient : IAsyncDisposable
{
    private readonly ZooKeeperTestServer _server;

    private MemoryClient(ZooKeeperTestServer server, ZooKeeperClient client)
    {
        _server = server;
        Client = client;
    }

    /// <summary>The client.</summary>
    public ZooKeeperClient Client { get; }

    /// <summary>Connects it.</summary>
    public static async Task<MemoryClient> StartAsync()
    {
        var server = await ZooKeeperTestServer.StartAsync();
        var options = new ZooKeeperClientOptions { ConnectionString = server.ConnectionString };
        var client = new ZooKeeperClient(options, loggerFactory: null, timeProvider: null, new TestServerNetwork(server), Random.Shared);
        await client.ConnectAsync();
        return new MemoryClient(server, client);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _server.DisposeAsync();
    }
}
