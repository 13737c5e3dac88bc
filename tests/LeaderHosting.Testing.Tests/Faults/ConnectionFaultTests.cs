using System.Net.Sockets;
using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests.Faults;

public sealed class ConnectionFaultTests : ServerTests
{
    [Fact]
    public async Task A_session_can_be_expired_at_once()
    {
        var client = await ConnectAsync();
        var watching = await ConnectAsync();
        (await client.CreateAsync("/e", mode: CreateMode.Ephemeral)).Ok();
        (await watching.ExistsAsync("/e", watch: true)).Ok();

        Assert.True(Server.Faults.ExpireSession(client.Session.SessionId));

        await client.ExpectEndAsync();
        Assert.Equal([new WireEvent(WireEventType.Deleted, "/e")], await watching.EventsAsync());
        await AssertExpiredAsync(client);
        Assert.False(Server.Faults.ExpireSession(client.Session.SessionId));
    }

    [Fact]
    public async Task One_connection_can_be_cut()
    {
        var cut = await ConnectAsync();
        var other = await ConnectAsync();

        Assert.Equal(1, Server.Faults.DropConnections(cut.Session.SessionId));

        await cut.ExpectEndAsync();
        (await other.ExistsAsync("/")).Ok();
        Assert.False(Server.Sessions.Single(session => session.Id == cut.Session.SessionId).IsConnected);
        Assert.Equal(cut.Session.SessionId, (await ConnectAsync(resume: cut.Session)).Session.SessionId);
    }

    [Fact]
    public async Task All_connections_can_be_cut()
    {
        var first = await ConnectAsync();
        var second = await ConnectAsync();

        Assert.Equal(2, Server.Faults.DropConnections());

        await first.ExpectEndAsync();
        await second.ExpectEndAsync();
        Assert.Equal(2, Server.Sessions.Count);
        Assert.Equal(0, Server.Faults.DropConnections());
    }

    [Fact]
    public async Task Connections_can_be_refused_and_the_port_is_kept()
    {
        var client = await ConnectAsync();
        for (var round = 0; round < 3; round++)
        {
            using (Server.Faults.RefuseConnections())
            {
                var refused = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync());
                Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
                await Assert.ThrowsAsync<SocketException>(async () => await Server.ConnectInMemoryAsync());
                (await client.ExistsAsync("/")).Ok();
            }

            await ConnectAsync();
        }
    }

    [Fact]
    public async Task Sessions_can_be_looked_at()
    {
        var client = await ConnectAsync(timeout: Tick * 3);
        (await client.CreateAsync("/b", mode: CreateMode.Ephemeral)).Ok();
        (await client.CreateAsync("/a", mode: CreateMode.Ephemeral)).Ok();

        var session = Assert.Single(Server.Sessions);

        Assert.Equal((client.Session.SessionId, Tick * 3, true), (session.Id, session.Timeout, session.IsConnected));
        Assert.Equal(["/a", "/b"], session.EphemeralPaths);
    }
}
