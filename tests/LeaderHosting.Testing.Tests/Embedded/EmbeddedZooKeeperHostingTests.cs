using System.Net;
using System.Net.Sockets;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace LeaderHosting.Testing.Tests.Embedded;

/// <summary>Several hosts in one process share the embedded server of one of them.</summary>
public sealed class EmbeddedZooKeeperHostingTests(ITestOutputHelper output)
{
    private const int HostsEvent = 7100;
    private const int ConnectsEvent = 7101;
    private const int TookOverEvent = 7102;

    private readonly TermJournal _journal = new();

    private readonly int _port = FreePort.Next();

    [Fact]
    public async Task The_first_hosts_the_server_and_the_others_connect_to_it()
    {
        await using var first = await StartAsync("first");
        var start = await _journal.WaitForStartAfterAsync(0);
        await using var second = await StartAsync("second");
        await using var third = await StartAsync("third");

        var candidates = await Eventually.ValueAsync(
            () => first.Leadership.GetCandidatesAsync(), static found => found.Count == 3, "three candidates");

        Assert.Equal("first", start.Node);
        Assert.Equal(["first"], candidates.Where(static candidate => candidate.IsLeader).Select(static candidate => candidate.Name));
        Assert.Single(_journal.Entries);
        var hosts = Assert.Single(first.Logs.WithEventId(HostsEvent));
        Assert.Equal(LogLevel.Information, hosts.Level);
        Assert.Contains($"in memory, on 127.0.0.1:{_port}", hosts.Message, StringComparison.Ordinal);
        Assert.Contains("set ZooKeeperLeadership:ConnectionString", hosts.Message, StringComparison.Ordinal);
        foreach (var other in new[] { second, third })
        {
            var connects = Assert.Single(other.Logs.WithEventId(ConnectsEvent));
            Assert.Equal(LogLevel.Information, connects.Level);
            Assert.Contains($"in memory, on 127.0.0.1:{_port}", connects.Message, StringComparison.Ordinal);
            Assert.Contains("set ZooKeeperLeadership:ConnectionString", connects.Message, StringComparison.Ordinal);
            Assert.Empty(other.Logs.WithEventId(HostsEvent));
        }

        Assert.DoesNotContain(first.Logs.Entries, static entry => entry.EventId.Id is >= 7000 and < HostsEvent && entry.Level < LogLevel.Warning);
    }

    [Fact]
    public async Task A_host_that_stops_hands_over_before_it_closes_its_server()
    {
        await using var first = await StartAsync("first");
        var firstStart = await _journal.WaitForStartAfterAsync(0);
        await using var second = await StartAsync("second");
        await Eventually.TrueAsync(
            async () => (await first.Leadership.GetCandidatesAsync()).Count == 2, "the second host to be a candidate");
        var servedWhileStopping = false;
        first.Service.OnStop = async () => servedWhileStopping = await IsListenedToAsync();

        await first.StopAsync();

        Assert.True(servedWhileStopping);
        var handedOver = await _journal.WaitForStartAfterAsync(firstStart.Token);
        Assert.Equal("second", handedOver.Node);
        Assert.Equal(firstStart.Term + 1, handedOver.Term);

        // Its server is gone too, so the second hosts one, and leads once more in it.
        var anew = await _journal.WaitForStartAfterAsync(handedOver.Token);
        Assert.Equal("second", anew.Node);
        Assert.Single(second.Logs.WithEventId(TookOverEvent));
        await second.StopAsync();
        _journal.AssertNeverTwo();
    }

    [Fact]
    public async Task When_the_server_dies_a_survivor_hosts_a_new_one_and_no_two_masters_overlap()
    {
        await using var first = await StartAsync("first");
        var start = await _journal.WaitForStartAfterAsync(0);
        await using var second = await StartAsync("second");
        await using var third = await StartAsync("third");
        await Eventually.TrueAsync(
            async () => (await first.Leadership.GetCandidatesAsync()).Count == 3, "all hosts to be candidates");

        // The master's host has a server to connect to again, but nothing in that one keeps the others from being elected.
        await first.EndServerAsync();
        var next = await _journal.WaitForStartAfterAsync(start.Token);
        await Eventually.TrueAsync(
            async () => (await first.Leadership.GetCandidatesAsync()).Count == 3, "all hosts to be candidates again");

        Assert.Equal(1, second.Logs.WithEventId(TookOverEvent).Count + third.Logs.WithEventId(TookOverEvent).Count);
        Assert.Equal(next.Node, (await first.Leadership.GetLeaderAsync())?.Name);
        foreach (var host in new[] { third, second, first })
        {
            await host.StopAsync();
        }

        _journal.AssertNeverTwo();
    }

    private Task<EmbeddedHost> StartAsync(string node) => EmbeddedHost.StartAsync(_port, node, _journal, output);

    private async Task<bool> IsListenedToAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
