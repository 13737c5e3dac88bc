using System.Net;
using System.Net.Sockets;
using FailoverDemo.Network;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace FailoverDemo.Tests.Network;

public sealed class LinesTests : IAsyncDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, port: 0);
    private readonly Lines _lines;

    public LinesTests()
    {
        _server.Start();
        _lines = new Lines(ZooKeeperConnectionString.Parse(_server.LocalEndpoint + "/app"));
    }

    public async ValueTask DisposeAsync()
    {
        await _lines.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Bytes_pass_in_both_directions_and_so_does_the_end()
    {
        var (client, server) = await ConnectAsync();
        using (client)
        {
            using (server)
            {
                await client.SendAsync(new byte[] { 1, 2 });
                Assert.Equal([1, 2], await ReceiveAsync(server));
                await server.SendAsync(new byte[] { 3 });
                Assert.Equal([3], await ReceiveAsync(client));
            }

            Assert.Empty(await ReceiveAsync(client));
        }
    }

    [Fact]
    public async Task A_cut_line_holds_back_everything_and_breaks_nothing()
    {
        var (client, server) = await ConnectAsync();
        using (client)
        using (server)
        {
            _lines.Cut();
            Assert.True(_lines.AreCut);
            await client.SendAsync(new byte[] { 1 });
            await server.SendAsync(new byte[] { 2 });

            // A second connection is accepted and leads nowhere.
            using var another = await DialAsync();
            await another.SendAsync(new byte[] { 9 });
            Assert.False(_server.Pending());
            Assert.Equal(0, client.Available + server.Available);

            _lines.Mend();
            Assert.Equal([1], await ReceiveAsync(server));
            Assert.Equal([2], await ReceiveAsync(client));
            Assert.Empty(await ReceiveAsync(another));
            Assert.False(_server.Pending());
        }
    }

    [Fact]
    public void The_chroot_stays() => Assert.EndsWith("/app", _lines.ConnectionString, StringComparison.Ordinal);

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = await DialAsync();
        return (client, await _server.AcceptSocketAsync().WaitAsync(Eventually.DefaultTimeout));
    }

    private async Task<Socket> DialAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var host = ZooKeeperConnectionString.Parse(_lines.ConnectionString).Hosts[0];
        await socket.ConnectAsync(host.Host, host.Port);
        return socket;
    }

    /// <summary>What comes next; nothing at the end, however that comes.</summary>
    private static async Task<byte[]> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[16];
        try
        {
            return buffer[..await socket.ReceiveAsync(buffer).WaitAsync(Eventually.DefaultTimeout)];
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
