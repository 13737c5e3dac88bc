using System.Net;
using LeaderHosting.Conformance;
using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Conformance;

/// <summary>A real ZooKeeper, as the conformance suite wants it.</summary>
public sealed class RealServer : IServerUnderTest, IAsyncLifetime
{
    private ZooKeeperServer _server = null!;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, _server.Port);

    public TimeSpan TickTime { get; } = TimeSpan.FromMilliseconds(500);

    public async Task InitializeAsync() => _server = await ZooKeeperServer.StartAsync(new ZooKeeperSettings
    {
        TickTime = TickTime,
        JvmArguments = ["-Dzookeeper.extendedTypesEnabled=true", "-Dznode.container.checkIntervalMs=500"],
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();
}
