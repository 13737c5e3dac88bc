using LeaderHosting.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Nodes on ZooKeeperNetEx and nodes on LeaderHosting's own client stand in one election.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class MixedElectionTests(ZooKeeperServerFixture server, ITestOutputHelper output)
{
    private const int Rounds = 5;

    [Fact]
    public async Task Leadership_goes_round_between_the_two()
    {
        await using var election = new Election(output, server.ConnectionString, TimeSpan.FromSeconds(4));
        var (own, other) = await StartPairAsync(election, server.ConnectionString);

        for (var round = 0; round < Rounds; round++)
        {
            await own.Leadership.ResignAsync();
            await other.WaitUntilMasterAsync();
            Assert.Equal("other", (await own.Leadership.GetLeaderAsync())!.Name);
            await own.WaitUntilSlaveAsync();
            await other.Leadership.ResignAsync();
            await own.WaitUntilMasterAsync();
            Assert.Equal("own", (await other.Leadership.GetLeaderAsync())!.Name);
            await other.WaitUntilSlaveAsync();
        }

        var runs = election.Runs.OrderBy(static run => run.StartedAt).ToList();
        Assert.Equal((2 * Rounds) + 1, runs.Count);
        foreach (var (earlier, later) in runs.Zip(runs.Skip(1)))
        {
            election.Report($"last stop of {earlier.Node} until first start of {later.Node}", earlier.StoppedAt!.Value, later.StartedAt);
        }

        election.AssertNeverTwo();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_master_that_is_cut_off_has_stopped_before_the_other_starts(bool ownLeads)
    {
        await using var proxy = TcpProxy.Start(server.Port);
        await using var election = new Election(output, server.ConnectionString, TimeSpan.FromSeconds(2));
        var (own, other) = await StartPairAsync(election, proxy.ConnectionString, ownLeads);
        var (master, slave) = ownLeads ? (own, other) : (other, own);

        proxy.BlackHole();
        await slave.WaitUntilMasterAsync();

        Assert.NotNull(Assert.Single(master.Runs).StoppedAt);
        proxy.Heal();
        await master.WaitUntilSlaveAsync();
        Assert.Equal([slave.Name, master.Name], await slave.CandidatesAsync());
        election.AssertNeverTwo();
    }

    /// <summary>Starts a node on each client; the first one, which leads, on servers of its own.</summary>
    private async Task<(HostNode Own, HostNode Other)> StartPairAsync(Election election, string serversOfFirst, bool ownFirst = true)
    {
        var first = await StartAsync(election, ownFirst, serversOfFirst);
        await first.WaitUntilMasterAsync();
        var second = await StartAsync(election, !ownFirst, server.ConnectionString);
        await second.WaitUntilSlaveAsync();
        return ownFirst ? (first, second) : (second, first);
    }

    private static Task<HostNode> StartAsync(Election election, bool own, string servers)
    {
        election.UseClient = own ? static builder => builder : static builder => builder.UseZooKeeperNetEx();
        return election.StartAsync(own ? "own" : "other", servers);
    }
}
