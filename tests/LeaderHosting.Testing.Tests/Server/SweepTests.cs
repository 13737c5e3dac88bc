using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests;

public sealed class SweepTests : ServerTests
{
    protected override ZooKeeperTestServerOptions Options => base.Options with { EnableTtlNodes = true, TickTime = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task Empty_containers_go_at_the_next_look()
    {
        var client = await ConnectAsync();
        (await client.CreateContainerAsync("/c")).Ok();
        (await client.CreateAsync("/c/child")).Ok();
        (await client.DeleteAsync("/c/child")).Ok();

        Clock.Advance(TimeSpan.FromSeconds(59));
        (await client.ExistsAsync("/c")).Ok();
        Clock.Advance(TimeSpan.FromSeconds(1));
        (await client.ExistsAsync("/c")).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Fact]
    public async Task A_write_starts_the_time_to_live_anew()
    {
        var client = await ConnectAsync();
        (await client.CreateTtlAsync("/t", TimeSpan.FromSeconds(90))).Ok();
        Clock.Advance(TimeSpan.FromSeconds(60));
        (await client.SetDataAsync("/t")).Ok();

        Clock.Advance(TimeSpan.FromSeconds(60));
        (await client.ExistsAsync("/t")).Ok();
        Clock.Advance(TimeSpan.FromSeconds(60));
        (await client.ExistsAsync("/t")).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Fact]
    public async Task A_container_emptied_by_the_same_look_goes_at_the_next()
    {
        var client = await ConnectAsync();
        (await client.CreateContainerAsync("/c")).Ok();
        (await client.CreateTtlAsync("/c/t", TimeSpan.FromSeconds(1))).Ok();

        Clock.Advance(TimeSpan.FromMinutes(1));
        (await client.ExistsAsync("/c")).Ok();
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await client.ExistsAsync("/c")).Fails(ZooKeeperErrorCode.NoNode);
    }
}
