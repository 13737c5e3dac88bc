using System.Text;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>The product's own client, on either server: what it makes of the server's answers.</summary>
public abstract class ProductClientBehaviours(IServerUnderTest server) : IAsyncLifetime
{
    private readonly string _root = $"/client-{Guid.NewGuid():N}";
    private ZooKeeperClient _client = null!;
    private ZooKeeperClient _other = null!;

    public async Task InitializeAsync()
    {
        _client = await ConnectAsync();
        _other = await ConnectAsync();
        await _client.CreateAsync(_root);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Nodes_are_created_read_written_and_deleted()
    {
        var created = await _client.CreateAsync(_root + "/n-", Encoding.UTF8.GetBytes("one"), CreateMode.EphemeralSequential);
        Assert.Equal(_root + "/n-0000000000", created.Path);

        var read = await _other.GetDataAsync(created.Path);
        Assert.Equal("one", Encoding.UTF8.GetString(read.Data));
        Assert.Equal(_client.SessionId, read.Stat.EphemeralOwner);

        Assert.Equal(1, (await _other.SetDataAsync(created.Path, Encoding.UTF8.GetBytes("two"), version: 0)).Version);
        await Assert.ThrowsAsync<BadVersionException>(async () => await _other.SetDataAsync(created.Path, default, version: 0));
        Assert.Equal(["n-0000000000"], await _other.GetChildrenAsync(_root));
        await _other.DeleteAsync(created.Path);
        Assert.Null(await _client.ExistsAsync(created.Path));
    }

    [Fact]
    public async Task Watches_fire()
    {
        var awaited = await _client.WatchExistsAsync(_root + "/a");
        Assert.Null(awaited.Value);
        var children = await _client.WatchChildrenAsync(_root);

        await _other.CreateAsync(_root + "/a");

        Assert.Equal(new WatchEvent(WatchEventType.NodeCreated, _root + "/a"), await awaited.Changed.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(new WatchEvent(WatchEventType.NodeChildrenChanged, _root), await children.Changed.WaitAsync(Eventually.DefaultTimeout));
    }

    [Fact]
    public async Task A_claim_is_a_check_and_a_write_or_nothing()
    {
        var own = (await _client.CreateAsync(_root + "/own", default, CreateMode.Ephemeral)).Path;
        ZooKeeperOperation[] claim = [ZooKeeperOperation.Check(own), ZooKeeperOperation.SetData(_root, Encoding.UTF8.GetBytes("me"))];
        await _client.MultiAsync(claim);
        Assert.Equal(1, (await _client.ExistsAsync(_root))!.Value.Version);

        await _other.DeleteAsync(own);

        await Assert.ThrowsAsync<ZooKeeperMultiException>(async () => await _client.MultiAsync(claim));
        Assert.Equal(1, (await _client.ExistsAsync(_root))!.Value.Version);
    }

    [Fact]
    public async Task Closing_takes_the_ephemerals_along()
    {
        var leaving = await ConnectAsync();
        await leaving.CreateAsync(_root + "/e", default, CreateMode.Ephemeral);
        var watched = await _client.WatchExistsAsync(_root + "/e");

        await leaving.DisposeAsync();

        Assert.Equal(WatchEventType.NodeDeleted, (await watched.Changed.WaitAsync(Eventually.DefaultTimeout)).Type);
    }

    private async Task<ZooKeeperClient> ConnectAsync()
    {
        var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = server.EndPoint.ToString(), SessionTimeout = server.TickTime * 20 });
        await client.ConnectAsync().WaitAsync(Eventually.DefaultTimeout);
        return client;
    }
}
