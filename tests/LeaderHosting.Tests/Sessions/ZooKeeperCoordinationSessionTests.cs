using LeaderHosting.Coordination;
using LeaderHosting.Coordination.ZooKeeper;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeaderHosting.Tests.Sessions;

/// <summary>The port to a session on this project's own client.</summary>
public sealed class ZooKeeperCoordinationSessionTests
{
    [Fact]
    public async Task A_node_is_read_with_the_number_of_its_children()
    {
        await using var server = await ZooKeeperTestServer.StartAsync();
        using var meters = new TestMeterFactory();
        var options = new ZooKeeperLeadershipOptions { ConnectionString = server.ConnectionString };
        await using var session = new ZooKeeperSessionFactory(options, NullLoggerFactory.Instance, TimeProvider.System, meters).Create();
        using var giveUp = new CancellationTokenSource(Eventually.DefaultTimeout);
        await using var changes = session.RunAsync(giveUp.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await changes.MoveNextAsync());

        await session.CreateAsync("/shop", "data"u8.ToArray(), CoordinationNodeKind.Persistent, giveUp.Token);
        for (var children = 0; children <= 2; children++)
        {
            var node = await session.GetAsync("/shop", giveUp.Token);
            Assert.Equal((children, 0), (node!.ChildCount, node.Version));
            await session.CreateAsync("/shop/candidate-", default, CoordinationNodeKind.EphemeralSequential, giveUp.Token);
        }
    }
}
