using System.Net.Sockets;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Several servers, IPv6 addresses and a chroot in the connection string.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class ConnectionStringTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Servers_that_are_down_are_passed_over()
    {
        var dead = $"127.0.0.1:{FreePort.Next()}";
        await using var election = new Election(output, $"{dead},{fixture.ConnectionString},127.0.0.1:{FreePort.Next()}", Timeout);

        var (first, second) = await election.StartPairAsync();

        await first.StopAsync();
        await second.WaitUntilMasterAsync();
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_server_that_never_answers_is_passed_over()
    {
        await using var proxy = TcpProxy.Start(fixture.Port);
        proxy.BlackHole();
        await using var election = new Election(output, $"{proxy.ConnectionString},{fixture.ConnectionString}", Timeout);

        var (first, second) = await election.StartPairAsync();

        await first.StopAsync();
        await second.WaitUntilMasterAsync();
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task An_IPv6_address_in_brackets()
    {
        // A machine without IPv6 can't be asked.
        if (!Socket.OSSupportsIPv6)
        {
            output.WriteLine("No IPv6 here.");
            return;
        }

        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperSettings
        {
            Extra = new Dictionary<string, string>(StringComparer.Ordinal) { ["clientPortAddress"] = "::" },
            JvmArguments = ["-Djava.net.preferIPv4Stack=false"],
        });
        await using var election = new Election(output, $"[::1]:{server.Port}", Timeout);

        var (first, _) = await election.StartPairAsync();

        Assert.Contains("[::1]", first.Logs.WithEventId(HostNode.SessionEstablished)[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chroot_is_the_root_of_the_election()
    {
        var chroot = ZooKeeperServerFixture.UniquePath("chroot");
        await using var hand = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = fixture.ConnectionString });
        await hand.ConnectAsync();
        await hand.CreateAsync(chroot, ReadOnlyMemory<byte>.Empty, CreateMode.Persistent, WellKnownAcls.OpenUnsafe);
        await using var election = new Election(output, fixture.ConnectionString + chroot, Timeout);

        var (first, second) = await election.StartPairAsync();

        Assert.Equal(2, (await hand.GetChildrenAsync(chroot + election.Path)).Count);
        await first.StopAsync();
        await second.WaitUntilMasterAsync();
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_chroot_that_does_not_exist_is_told()
    {
        await using var election = new Election(output, $"{fixture.ConnectionString}/missing-{Guid.NewGuid():N}", Timeout);

        var first = await election.StartAsync("first");

        var health = await Eventually.ValueAsync(
            first.HealthAsync, static health => health.Data.ContainsKey("lastError"), "the health report to tell the error");
        output.WriteLine($"{health.Status}: {health.Description}");
        Assert.Contains("NoNode", (string)health.Data["lastError"], StringComparison.Ordinal);
    }
}
