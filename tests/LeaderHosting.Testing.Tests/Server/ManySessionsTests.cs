using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests;

public sealed class ManySessionsTests : ServerTests
{
    private const int Count = 1000;

    [Fact]
    public async Task A_thousand_sessions_take_part_in_one_election()
    {
        var clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => WireClient.ConnectAsync(Server.EndPoint, Tick * 20)));
        (await clients[0].CreateAsync("/e")).Ok();
        await Task.WhenAll(clients.Select(static async client =>
            (await client.CreateAsync("/e/n-", mode: CreateMode.EphemeralSequential)).Ok()));

        Assert.Equal(Count, Server.Sessions.Count);
        Assert.Equal(Count, (await clients[0].StatAsync("/e")).NumChildren);

        await Task.WhenAll(clients[1..].Select(static async client => (await client.CloseSessionAsync()).Ok()));

        Assert.Single(Server.Sessions);
        Assert.Equal(1, (await clients[0].StatAsync("/e")).NumChildren);
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }
}
