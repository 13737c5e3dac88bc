using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests;

/// <summary>
/// One ZooKeeper server for all tests that leave it undisturbed: it is the server at ZOOKEEPER_ADDRESS if that is set, else one
/// started here. A test that stops, pauses or reconfigures a server starts its own with <see cref="ZooKeeperServer.StartAsync"/>.
/// </summary>
public sealed class ZooKeeperServerFixture : IAsyncLifetime
{
    private ZooKeeperServer? _server;

    public string ConnectionString => ZooKeeperInstallation.ExistingAddress ?? _server!.ConnectionString;

    /// <summary>The port of the server, for administrative commands.</summary>
    public int Port => int.Parse(ConnectionString.Split(',')[0].Split(':')[1]);

    /// <summary>A path that no other test uses: "/name-(guid)". Nothing is created there.</summary>
    public static string UniquePath(string name) => $"/{name}-{Guid.NewGuid():N}";

    public async Task InitializeAsync()
    {
        if (ZooKeeperInstallation.ExistingAddress is null)
        {
            _server = await ZooKeeperServer.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
