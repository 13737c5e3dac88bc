using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests.Sessions;

public sealed class ExpiryTests : ServerTests
{
    [Theory]
    [InlineData(0, 2500)]
    [InlineData(1, 2500)]
    [InlineData(499, 2500)]
    [InlineData(500, 3000)]
    public async Task A_session_expires_at_the_first_tick_after_its_timeout(int connectedAt, int expiredAt)
    {
        Clock.Advance(TimeSpan.FromMilliseconds(connectedAt));
        await ConnectAsync(timeout: Tick * 4);

        Clock.Advance(TimeSpan.FromMilliseconds(expiredAt - connectedAt - 1));
        Assert.Single(Server.Sessions);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Empty(Server.Sessions);
    }

    [Fact]
    public async Task Every_request_starts_the_timeout_anew()
    {
        var client = await ConnectAsync(timeout: Tick * 2);
        for (var i = 0; i < 10; i++)
        {
            Clock.Advance(Tick);
            (await client.RequestAsync(Op.Ping, xid: -2)).Ok();
        }

        Assert.Single(Server.Sessions);
        Clock.Advance(Tick * 3);
        Assert.Empty(Server.Sessions);
    }

    [Fact]
    public async Task Authenticating_does_not()
    {
        var client = await ConnectAsync(timeout: Tick * 2);
        Clock.Advance(Tick * 2);
        (await client.AuthAsync("digest", "bob:secret")).Ok();

        Clock.Advance(Tick);

        Assert.Empty(Server.Sessions);
    }

    [Fact]
    public async Task The_connection_of_an_expired_session_ends_and_its_ephemerals_are_gone()
    {
        var silent = await ConnectAsync(timeout: Tick * 2);
        var watching = await ConnectAsync(timeout: Tick * 20);
        (await silent.CreateAsync("/e", mode: CreateMode.Ephemeral)).Ok();
        (await watching.ExistsAsync("/e", watch: true)).Ok();
        var before = Server.Zxid;

        Clock.Advance(Tick * 3);

        await silent.ExpectEndAsync();
        Assert.Equal(new WireEvent(WireEventType.Deleted, "/e"), await watching.NextEventAsync());
        Assert.Equal(before + 1, Server.Zxid);
        await AssertExpiredAsync(silent);
    }

    [Fact]
    public async Task Sessions_expire_in_the_order_of_their_deadlines_even_when_the_clock_jumps()
    {
        var late = await ConnectAsync(timeout: Tick * 5);
        var early = await ConnectAsync(timeout: Tick * 2);
        var watching = await ConnectAsync(timeout: Tick * 20);
        (await late.CreateAsync("/late", mode: CreateMode.Ephemeral)).Ok();
        (await early.CreateAsync("/early", mode: CreateMode.Ephemeral)).Ok();
        (await watching.AddWatchAsync("/", recursive: true)).Ok();

        Clock.Advance(Tick * 12);

        Assert.Equal("/early", (await watching.NextEventAsync()).Path);
        Assert.Equal("/late", (await watching.NextEventAsync()).Path);
        Assert.Single(Server.Sessions);
    }

    [Fact]
    public async Task A_connection_that_does_not_say_hello_is_ended_after_ten_seconds()
    {
        await using var connection = await WireConnection.OpenAsync(Server.EndPoint);
        await WaitForAsync(() => Clock.ActiveTimerCount == 2, "the connection to be accepted");

        Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await connection.ReceiveAsync());
    }

    [Fact]
    public async Task A_server_that_is_disposed_leaves_no_timer()
    {
        var client = await ConnectAsync();
        (await client.ExistsAsync("/")).Ok();

        await Server.DisposeAsync();

        Assert.Equal(0, Clock.ActiveTimerCount);
    }
}
