using System.Diagnostics;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>The line between the master and its server goes dead without anybody being told.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class PartitionTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    [Theory]
    [InlineData(TrafficDirection.Both)]
    [InlineData(TrafficDirection.ToServer)]
    [InlineData(TrafficDirection.ToClient)]
    public async Task A_cut_off_master_has_stopped_before_another_starts(TrafficDirection direction)
    {
        await using var proxy = TcpProxy.Start(fixture.Port);
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairAsync(serversOfMaster: proxy.ConnectionString);

        var cut = Stopwatch.GetTimestamp();
        proxy.BlackHole(direction);
        await second.WaitUntilMasterAsync();

        Assert.False(first.Leadership.IsLeader);
        var (old, young) = (Assert.Single(first.Runs), Assert.Single(second.Runs));
        election.Report($"cut ({direction}) until the services of the old master stopped", cut, old.StoppedAt!.Value);
        election.Report($"cut ({direction}) until those of the next one started", cut, young.StartedAt);
        election.AssertNeverTwo();

        proxy.Heal();
        await first.WaitUntilSlaveAsync();
        Assert.Equal("second", (await first.Leadership.GetLeaderAsync())!.Name);
        election.AssertNeverTwo();
    }

    [Theory]
    [InlineData(TrafficDirection.Both)]
    [InlineData(TrafficDirection.ToServer)]
    [InlineData(TrafficDirection.ToClient)]
    public async Task A_cut_shorter_than_the_lease_stops_nothing(TrafficDirection direction)
    {
        var timeout = TimeSpan.FromSeconds(6);
        await using var proxy = TcpProxy.Start(fixture.Port);
        await using var election = new Election(output, fixture.ConnectionString, timeout);
        var (first, _) = await election.StartPairAsync(serversOfMaster: proxy.ConnectionString);
        var term = first.Leadership.CurrentTerm!;

        // Not while it still has the long lease that a new connection gives.
        await Eventually.TrueAsync(() => term.LeaseRemaining < timeout * 0.65, "the lease to be as in steady state");

        // The services would be told to stop when 0.2 T of the lease are left.
        var cut = Stopwatch.GetTimestamp();
        proxy.BlackHole(direction);
        await Eventually.TrueAsync(() => term.LeaseRemaining < timeout * 0.3, "the lease to shrink");
        proxy.Heal();
        election.Report($"cut ({direction}) that was survived", cut, Stopwatch.GetTimestamp());

        await Eventually.TrueAsync(() => term.LeaseRemaining > timeout / 2, "the lease to be proved again");
        Assert.Same(term, first.Leadership.CurrentTerm);
        Assert.Null(Assert.Single(election.Runs).StoppedAt);
    }

    [Theory]
    [InlineData(TrafficDirection.ToServer)]
    [InlineData(TrafficDirection.ToClient)]
    public async Task A_master_that_is_heard_but_hears_nothing_does_not_keep_the_others_waiting(TrafficDirection direction)
    {
        // Every attempt to resume its session reaches a server, as through a load balancer whose way back is broken: with each the session lives on.
        var timeout = TimeSpan.FromSeconds(2);
        await using var server = await ZooKeeperServer.StartAsync();
        await using var ways = new Ways([server, server, server]);
        await using var election = new Election(output, server.ConnectionString, timeout);
        var (_, second) = await election.StartPairAsync(serversOfMaster: ways.ConnectionString);

        var cut = Stopwatch.GetTimestamp();
        ways.BlackHole(direction);
        await second.WaitUntilMasterAsync();

        election.Report($"cut ({direction}) of all ways until the next master started its services", cut, second.Runs[0].StartedAt);
        Assert.InRange(Stopwatch.GetElapsedTime(cut, second.Runs[0].StartedAt), TimeSpan.Zero, timeout * 4);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task Resets_of_the_masters_connection_stop_nothing()
    {
        await using var proxy = TcpProxy.Start(fixture.Port);
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, _) = await election.StartPairAsync(serversOfMaster: proxy.ConnectionString);
        var term = first.Leadership.CurrentTerm!;

        for (var connections = 2; connections <= 6; connections++)
        {
            proxy.DropConnections();
            await Eventually.ValueAsync(() => proxy.AcceptedCount, count => count >= connections, "another connection");
            await Eventually.TrueAsync(() => first.Status.Connection == LeadershipConnection.Connected, "the session to be resumed");
        }

        await Eventually.TrueAsync(() => term.LeaseRemaining > election.SessionTimeout / 2, "the lease to be proved again");
        Assert.Same(term, first.Leadership.CurrentTerm);
        Assert.Null(Assert.Single(election.Runs).StoppedAt);
        Assert.Single(first.Logs.WithEventId(HostNode.SessionEstablished));
    }
}
