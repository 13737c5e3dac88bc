using System.Net;
using LeaderHosting.Conformance;

namespace LeaderHosting.Testing.Tests.Conformance;

/// <summary>The test server, on the system's clock, as the conformance suite wants it.</summary>
public sealed class EmbeddedServer : IServerUnderTest, IAsyncLifetime
{
    private ZooKeeperTestServer _server = null!;

    public IPEndPoint EndPoint => _server.EndPoint;

    public TimeSpan TickTime { get; } = TimeSpan.FromMilliseconds(500);

    public async Task InitializeAsync() => _server = await ZooKeeperTestServer.StartAsync(new ZooKeeperTestServerOptions
    {
        TickTime = TickTime,
        EnableTtlNodes = true,
        FourLetterWordWhitelist = "*",
        ContainerCheckInterval = TimeSpan.FromMilliseconds(500),
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();
}
