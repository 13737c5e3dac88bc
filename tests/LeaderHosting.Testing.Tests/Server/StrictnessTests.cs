using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests;

/// <summary>Where releases of ZooKeeper differ: what this server does.</summary>
public sealed class StrictnessTests : ServerTests
{
    [Fact]
    public async Task Exists_needs_the_permission_to_read_as_since_3_8_4()
    {
        var client = await ConnectAsync();
        (await client.CreateAsync("/a", acl: [new Acl(AclPermissions.Write, "world", "anyone")])).Ok();

        (await client.ExistsAsync("/a", watch: true)).Fails(ZooKeeperErrorCode.NoAuth);

        (await client.SetDataAsync("/a")).Ok();
        Assert.Empty(await client.EventsAsync());
    }

    [Fact]
    public async Task A_check_that_succeeds_alone_is_never_answered_as_in_3_8()
    {
        var client = await ConnectAsync();
        await client.SendAsync(Op.Check, new WireWriter().String("/").Int(0));
        var next = await client.SendAsync(Op.Ping, xid: -2);

        Assert.Equal(next, (await client.ReceiveReplyAsync())!.Xid);
    }

    [Fact]
    public async Task CheckWatches_asks_about_ones_own_watches_as_since_3_9()
    {
        var client = await ConnectAsync();
        var other = await ConnectAsync();
        (await other.GetDataAsync("/", watch: true)).Ok();

        (await client.RequestAsync(Op.CheckWatches, new WireWriter().String("/").Int(3))).Fails(ZooKeeperErrorCode.NoWatcher);
        (await other.RequestAsync(Op.CheckWatches, new WireWriter().String("/").Int(3))).Ok();
    }
}
