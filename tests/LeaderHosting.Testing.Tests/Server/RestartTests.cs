using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests;

public sealed class RestartTests : ServerTests
{
    [Fact]
    public async Task Data_and_sessions_survive_and_sessions_begin_their_timeout_anew()
    {
        var client = await ConnectAsync(timeout: Tick * 4);
        (await client.CreateAsync("/e", [1], CreateMode.Ephemeral)).Ok();
        Clock.Advance(Tick * 4);

        await Server.RestartAsync();

        await client.ExpectEndAsync();
        Clock.Advance(Tick * 4);
        var resumed = await ConnectAsync(resume: client.Session);
        Assert.Equal(client.Session.SessionId, resumed.Session.SessionId);
        Assert.Equal([1], (await resumed.GetDataAsync("/e")).Ok().Buffer()!);
    }

    [Fact]
    public async Task Without_its_data_the_server_knows_nobody()
    {
        var client = await ConnectAsync();
        (await client.CreateAsync("/a")).Ok();

        await Server.RestartAsync(keepData: false);

        await AssertExpiredAsync(client);
        var other = await ConnectAsync();
        Assert.NotEqual(client.Session.SessionId, other.Session.SessionId);
        (await other.ExistsAsync("/a")).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_restart_begins_an_epoch(bool keepData)
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/a");
        Assert.Equal(2, Server.Zxid);

        await Server.RestartAsync(keepData);
        Assert.Equal(1L << 32, Server.Zxid);

        await ConnectAsync();
        Assert.Equal((1L << 32) + 1, Server.Zxid);
    }

    [Fact]
    public async Task Watches_are_gone_until_the_client_sets_them_again()
    {
        var client = await ConnectAsync();
        (await client.ExistsAsync("/a", watch: true)).Fails(ZooKeeperErrorCode.NoNode);

        await Server.RestartAsync();

        var resumed = await ConnectAsync(resume: client.Session);
        (await resumed.CreateAsync("/a")).Ok();
        Assert.Empty(await resumed.EventsAsync());
    }
}
