using System.Diagnostics;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests;

/// <summary>The test kit's ensemble.</summary>
[Collection(ZooKeeperEnsembleCollection.Name)]
public sealed class ZooKeeperEnsembleTests(ZooKeeperEnsembleFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task Starts_with_one_leader_and_two_followers()
    {
        var stopwatch = Stopwatch.StartNew();
        await using var ensemble = await ZooKeeperEnsemble.StartAsync();
        output.WriteLine($"Started in {stopwatch.ElapsedMilliseconds} ms.");

        var leader = await ensemble.LeaderAsync();
        var followers = await ensemble.FollowersAsync();

        Assert.Equal(2, followers.Count);
        Assert.DoesNotContain(leader, followers);
        Assert.Equal(3, ensemble.ConnectionString.Split(',').Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_killed_leader_is_replaced_and_joins_again_as_a_follower()
    {
        var ensemble = await fixture.HealAsync();
        var old = await ensemble.LeaderAsync();

        await old.KillAsync();
        var stopwatch = Stopwatch.StartNew();
        var next = await ensemble.LeaderAsync();
        output.WriteLine($"Elected in {stopwatch.ElapsedMilliseconds} ms.");
        Assert.NotSame(old, next);

        await old.StartAgainAsync();
        Assert.Equal(ZooKeeperMode.Follower, await old.ModeAsync());
        Assert.Same(next, await ensemble.LeaderAsync());
    }

    [Fact]
    public async Task A_paused_leader_is_replaced()
    {
        var ensemble = await fixture.HealAsync();
        var old = await ensemble.LeaderAsync();

        await old.PauseAsync();
        Assert.NotSame(old, await ensemble.LeaderAsync());

        old.Resume();
        await Eventually.ValueAsync(old.ModeAsync, static mode => mode == ZooKeeperMode.Follower, "the old leader to follow");
    }

    [Fact]
    public async Task Without_a_quorum_nobody_serves()
    {
        var ensemble = await fixture.HealAsync();
        var leader = await ensemble.LeaderAsync();
        var survivor = (await ensemble.FollowersAsync())[0];
        foreach (var server in ensemble.Servers.Where(server => server != survivor))
        {
            await server.KillAsync();
        }

        await Eventually.ValueAsync(survivor.ModeAsync, static mode => mode == ZooKeeperMode.NotServing, "the survivor to stop serving");

        await leader.StartAgainAsync();
        await survivor.WaitUntilServingAsync();
    }

    [Fact]
    public async Task A_rolling_restart_renews_every_server()
    {
        var ensemble = await fixture.HealAsync();
        var before = ensemble.Servers.Select(static server => server.ProcessId).ToList();

        await ensemble.RollingRestartAsync();

        Assert.DoesNotContain(ensemble.Servers, server => before.Contains(server.ProcessId));
        await ensemble.LeaderAsync();
        await Eventually.ValueAsync(ensemble.FollowersAsync, static followers => followers.Count == 2, "two followers");
    }
}
