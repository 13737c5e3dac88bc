using LeaderHosting.Conformance.Wire;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, ZooKeeperTestServerOptions> Senseless => new()
    {
        { "Port", new() { Port = -1 } },
        { "Port", new() { Port = 65536 } },
        { "TickTime", new() { TickTime = TimeSpan.Zero } },
        { "MinSessionTimeout", new() { MinSessionTimeout = TimeSpan.Zero } },
        { "MaxSessionTimeout", new() { MaxSessionTimeout = TimeSpan.FromSeconds(1) } },
        { "MaxPacketSize", new() { MaxPacketSize = 0 } },
        { "MaxConnectionsPerAddress", new() { MaxConnectionsPerAddress = -1 } },
        { "ContainerCheckInterval", new() { ContainerCheckInterval = TimeSpan.Zero } },
    };

    [Theory]
    [MemberData(nameof(Senseless))]
    public async Task Senseless_options_are_refused_by_name(string name, ZooKeeperTestServerOptions options)
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => ZooKeeperTestServer.StartAsync(options));

        Assert.StartsWith(name, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_server_listens_on_the_port_it_is_given()
    {
        int port;
        await using (var first = await ZooKeeperTestServer.StartAsync())
        {
            port = first.EndPoint.Port;
            Assert.Equal($"127.0.0.1:{port}", first.ConnectionString);
        }

        await using var second = await ZooKeeperTestServer.StartAsync(new() { Port = port });
        Assert.Equal(port, second.EndPoint.Port);
        await using var client = await WireClient.ConnectAsync(second.EndPoint, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Session_timeouts_are_kept_within_the_given_limits()
    {
        await using var server = await ZooKeeperTestServer.StartAsync(
            new() { MinSessionTimeout = TimeSpan.FromSeconds(1), MaxSessionTimeout = TimeSpan.FromSeconds(2) });
        await using var shortest = await WireClient.ConnectAsync(server.EndPoint, TimeSpan.Zero);
        await using var longest = await WireClient.ConnectAsync(server.EndPoint, TimeSpan.FromHours(1));

        Assert.Equal((1000, 2000), (shortest.Session.Timeout, longest.Session.Timeout));
    }

    [Fact]
    public async Task One_connection_too_many_from_an_address_is_closed()
    {
        await using var server = await ZooKeeperTestServer.StartAsync(new() { MaxConnectionsPerAddress = 2 });
        await using var first = await WireClient.ConnectAsync(server.EndPoint, TimeSpan.FromSeconds(4));
        var second = await WireClient.ConnectAsync(server.EndPoint, TimeSpan.FromSeconds(4));

        Assert.Null(await TryConnectAsync(server));

        await second.DisposeAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await using var third = await TryConnectAsync(server);
                return third is not null;
            },
            "a place to become free");
    }

    [Fact]
    public async Task Larger_packets_can_be_allowed()
    {
        await using var server = await ZooKeeperTestServer.StartAsync(new() { MaxPacketSize = 4 * 1024 * 1024 });
        await using var client = await WireClient.ConnectAsync(server.EndPoint, TimeSpan.FromSeconds(4));

        (await client.CreateAsync("/a", new byte[3 * 1024 * 1024])).Ok();

        Assert.Equal(3 * 1024 * 1024, (await client.GetDataAsync("/a")).Ok().Buffer()!.Length);
    }

    [Fact]
    public async Task Nodes_with_a_time_to_live_must_be_allowed()
    {
        await using var server = await ZooKeeperTestServer.StartAsync();
        await using var client = await WireClient.ConnectAsync(server.EndPoint, TimeSpan.FromSeconds(4));

        (await client.CreateTtlAsync("/a", TimeSpan.FromSeconds(1))).Fails(ZooKeeperErrorCode.Unimplemented);
    }

    [Theory]
    [InlineData("", "ruok", "ruok is not executed because it is not in the whitelist.\n")]
    [InlineData("stat", "ruok", "ruok is not executed because it is not in the whitelist.\n")]
    [InlineData("stat, ruok", "ruok", "imok")]
    [InlineData("*", "ruok", "imok")]
    [InlineData("*", "hash", "hash is not executed because it is not in the whitelist.\n")]
    public async Task Four_letter_commands_must_be_allowed(string whitelist, string command, string answer)
    {
        await using var server = await ZooKeeperTestServer.StartAsync(new() { FourLetterWordWhitelist = whitelist });

        using var patience = new CancellationTokenSource(Eventually.DefaultTimeout);
        Assert.Equal(answer, await FourLetterWord.SendAsync(server.EndPoint.Port, command, patience.Token));
        Assert.Contains("Mode: standalone", await FourLetterWord.SendAsync(server.EndPoint.Port, "srvr", patience.Token), StringComparison.Ordinal);
    }

    private static async Task<WireClient?> TryConnectAsync(ZooKeeperTestServer server)
    {
        try
        {
            return await WireClient.TryConnectAsync(server.EndPoint, TimeSpan.FromSeconds(4));
        }
        catch (System.Net.Sockets.SocketException)
        {
            // Closed before the greeting was sent.
            return null;
        }
    }
}
