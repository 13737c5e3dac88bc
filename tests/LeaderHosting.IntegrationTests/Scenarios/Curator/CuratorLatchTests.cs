using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>A Java LeaderLatch and our nodes in one election.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class CuratorLatchTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task Java_leads_first_then_we_do()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        await using var latch = CuratorLatch.Start("java-1", election);
        await latch.WaitUntilLeaderAsync();

        var node = await election.StartAsync("dotnet-1");
        await node.WaitUntilSlaveAsync();
        Assert.Equal("java-1", (await node.Leadership.GetLeaderAsync())!.Name);
        Assert.Equal("java-1", await latch.GetLeaderAsync());
        Assert.Equal(["java-1", "dotnet-1"], await node.CandidatesAsync());
        await Eventually.ValueAsync(() => node.Status.Leader?.Name, static name => name == "java-1", "the status to name the latch");
        Assert.Empty(election.Runs);

        var closing = await latch.CloseAsync();
        await node.WaitUntilMasterAsync();
        Assert.True(Assert.Single(node.Runs).StartedAt > closing);
        Assert.Equal("dotnet-1", (await node.Leadership.GetLeaderAsync())!.Name);
    }

    [Fact]
    public async Task We_lead_first_then_Java_does()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var node = await election.StartAsync("dotnet-1");
        await node.WaitUntilMasterAsync();
        await using var latch = CuratorLatch.Start("java-1", election);
        await Eventually.ValueAsync(node.CandidatesAsync, static names => names.SequenceEqual(["dotnet-1", "java-1"]), "the latch to stand in the queue");
        Assert.Equal("dotnet-1", await latch.GetLeaderAsync());

        await node.Leadership.ResignAsync();

        var java = await latch.WaitUntilLeaderAsync();
        Assert.True(Assert.Single(node.Runs).StoppedAt < java, "The latch led before our services had stopped.");
        await node.WaitUntilSlaveAsync();
        Assert.Equal("java-1", (await node.Leadership.GetLeaderAsync())!.Name);
        Assert.Equal("java-1", await latch.GetLeaderAsync());

        await latch.CloseAsync();
        await node.WaitUntilMasterAsync();
        Assert.Equal(2, node.Runs.Count);
        Assert.True(node.Runs[1].FencingToken > node.Runs[0].FencingToken);
    }

    [Fact]
    public async Task A_latch_between_two_of_ours_takes_its_turn()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var first = await election.StartAsync("dotnet-1");
        await first.WaitUntilMasterAsync();
        await using var latch = CuratorLatch.Start("java-1", election);
        await Eventually.ValueAsync(first.CandidatesAsync, static names => names.Count == 2, "the latch to stand in the queue");
        var second = await election.StartAsync("dotnet-2");
        await second.WaitUntilSlaveAsync();

        await first.StopAsync();
        await latch.WaitUntilLeaderAsync();
        Assert.Equal("java-1", (await second.Leadership.GetLeaderAsync())!.Name);
        Assert.Empty(second.Runs);

        var closing = await latch.CloseAsync();
        await second.WaitUntilMasterAsync();
        Assert.True(second.Runs[0].StartedAt > closing);
        election.AssertNeverTwo();
    }
}
