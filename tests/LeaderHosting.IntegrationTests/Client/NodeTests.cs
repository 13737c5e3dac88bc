using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.IntegrationTests.Client;

/// <summary>Every operation on nodes, and the errors each can meet.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class NodeTests(ZooKeeperServerFixture fixture) : IAsyncLifetime
{
    private readonly string _root = ZooKeeperServerFixture.UniquePath("nodes");
    private ZooKeeperClient _client = null!;

    public async Task InitializeAsync()
    {
        _client = await Clients.ConnectAsync(fixture.ConnectionString);
        await _client.CreateAsync(_root);
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task A_node_is_created_read_set_and_deleted()
    {
        var path = $"{_root}/ü";
        var created = await _client.CreateAsync(path, "one"u8.ToArray());
        Assert.Equal(path, created.Path);
        Assert.Equal((0, 3, 0L), (created.Stat.Version, created.Stat.DataLength, created.Stat.EphemeralOwner));
        Assert.Equal(created.Stat, await _client.ExistsAsync(path));

        var read = await _client.GetDataAsync(path);
        Assert.Equal("one"u8.ToArray(), read.Data);
        Assert.Equal(created.Stat, read.Stat);

        var set = await _client.SetDataAsync(path, "three"u8.ToArray(), version: 0);
        Assert.Equal((1, 5), (set.Version, set.DataLength));
        Assert.True(set.Mzxid > created.Stat.Mzxid);
        await Assert.ThrowsAsync<BadVersionException>(async () => await _client.SetDataAsync(path, default, version: 0));
        await Assert.ThrowsAsync<BadVersionException>(async () => await _client.DeleteAsync(path, version: 7));

        await _client.DeleteAsync(path, version: 1);
        Assert.Null(await _client.ExistsAsync(path));
    }

    [Fact]
    public async Task Errors_name_the_operation_and_the_node()
    {
        var missing = $"{_root}/missing";
        var failure = await Assert.ThrowsAsync<NoNodeException>(async () => await _client.GetDataAsync(missing));
        Assert.Equal(("getData", missing), (failure.Operation, failure.Path));
        await Assert.ThrowsAsync<NoNodeException>(async () => await _client.SetDataAsync(missing, default));
        await Assert.ThrowsAsync<NoNodeException>(async () => await _client.DeleteAsync(missing));
        await Assert.ThrowsAsync<NoNodeException>(async () => await _client.GetChildrenAsync(missing));
        await Assert.ThrowsAsync<NoNodeException>(async () => await _client.GetChildrenWithStatAsync(missing));
        await Assert.ThrowsAsync<NoNodeException>(async () => await _client.GetAclAsync(missing));
        await Assert.ThrowsAsync<NoNodeException>(async () => await _client.SetAclAsync(missing, WellKnownAcls.OpenUnsafe));
        await Assert.ThrowsAsync<NoNodeException>(async () => await _client.CreateAsync($"{missing}/child"));
        await Assert.ThrowsAsync<NodeExistsException>(async () => await _client.CreateAsync(_root));

        await _client.CreateAsync($"{_root}/child");
        await Assert.ThrowsAsync<NotEmptyException>(async () => await _client.DeleteAsync(_root));
        await _client.CreateAsync($"{_root}/ephemeral", default, CreateMode.Ephemeral);
        await Assert.ThrowsAsync<NoChildrenForEphemeralsException>(async () => await _client.CreateAsync($"{_root}/ephemeral/child"));
        await Assert.ThrowsAsync<InvalidAclException>(async () => await _client.SetAclAsync(_root, []));
        await Assert.ThrowsAsync<BadArgumentsException>(async () => await _client.DeleteAsync("/"));
    }

    [Fact]
    public async Task Each_kind_of_node_is_what_it_says()
    {
        var ephemeral = await _client.CreateAsync($"{_root}/e", default, CreateMode.Ephemeral);
        Assert.Equal(_client.SessionId, ephemeral.Stat.EphemeralOwner);
        var first = await _client.CreateAsync($"{_root}/s-", default, CreateMode.PersistentSequential);
        var second = await _client.CreateAsync($"{_root}/s-", default, CreateMode.EphemeralSequential);
        Assert.Matches("/s-[0-9]{10}$", first.Path);
        Assert.True(string.CompareOrdinal(first.Path, second.Path) < 0);
        var bare = await _client.CreateAsync($"{_root}/", default, CreateMode.PersistentSequential);
        Assert.Matches("/[0-9]{10}$", bare.Path);
        var container = await _client.CreateAsync($"{_root}/c", default, CreateMode.Container);
        Assert.Equal((0L, $"{_root}/c"), (container.Stat.EphemeralOwner, container.Path));
        await _client.CreateAsync($"{_root}/c/child");

        var other = await Clients.ConnectAsync(fixture.ConnectionString);
        var theirs = await other.CreateAsync($"{_root}/theirs", default, CreateMode.Ephemeral);
        Assert.NotNull(await _client.ExistsAsync(theirs.Path));
        await other.DisposeAsync();
        Assert.Null(await _client.ExistsAsync(theirs.Path));
    }

    [Fact]
    public async Task Children_are_listed_with_and_without_the_stat()
    {
        Assert.Empty(await _client.GetChildrenAsync(_root));
        await _client.CreateAsync($"{_root}/a");
        await _client.CreateAsync($"{_root}/b");
        Assert.Equal(["a", "b"], (await _client.GetChildrenAsync(_root)).Order(StringComparer.Ordinal));
        var both = await _client.GetChildrenWithStatAsync(_root);
        Assert.Equal(["a", "b"], both.Children.Order(StringComparer.Ordinal));
        Assert.Equal((2, 2), (both.Stat.NumChildren, both.Stat.Cversion));
    }

    [Fact]
    public async Task An_access_control_list_is_read_and_set()
    {
        var before = await _client.GetAclAsync(_root);
        Assert.Equal(WellKnownAcls.OpenUnsafe, before.Acl);
        var set = await _client.SetAclAsync(_root, WellKnownAcls.ReadUnsafe, before.Stat.Aversion);
        Assert.Equal(before.Stat.Aversion + 1, set.Aversion);
        Assert.Equal(WellKnownAcls.ReadUnsafe, (await _client.GetAclAsync(_root)).Acl);
        await Assert.ThrowsAsync<NoAuthException>(async () => await _client.SetDataAsync(_root, default));
    }

    [Fact]
    public async Task A_sync_is_answered()
    {
        await _client.SyncAsync(_root);
        await _client.SyncAsync();
    }

    [Fact]
    public async Task The_largest_node_that_can_be_written_can_be_read()
    {
        var path = $"{_root}/large";
        var node = await _client.CreateAsync(path);

        // The header takes 8 bytes, the lengths of path and data 4 each, the version 4.
        var data = new byte[ZooKeeperClientOptions.DefaultMaxPacketLength - 8 - 4 - path.Length - 4 - 4];
        Random.Shared.NextBytes(data);
        await _client.SetDataAsync(path, data, node.Stat.Version);
        Assert.Equal(data, (await _client.GetDataAsync(path)).Data);
        await Assert.ThrowsAsync<MarshallingErrorException>(async () => await _client.SetDataAsync(path, new byte[data.Length + 1]));
        Assert.Equal(1, _client.Connection!.Ordinal);
    }

    [Fact]
    public async Task A_time_to_live_needs_a_server_that_has_it_turned_on()
    {
        await Assert.ThrowsAsync<UnimplementedException>(
            async () => await _client.CreateWithTtlAsync($"{_root}/ttl", default, TimeSpan.FromMinutes(1)));

        await using var server = await ZooKeeperServer.StartAsync(
            new ZooKeeperSettings { JvmArguments = ["-Dzookeeper.extendedTypesEnabled=true"] });
        await using var client = await Clients.ConnectAsync(server.ConnectionString);
        var created = await client.CreateWithTtlAsync("/ttl", "x"u8.ToArray(), TimeSpan.FromMinutes(1));
        Assert.Equal(created.Stat, (await client.GetDataAsync("/ttl")).Stat);
        var numbered = await client.CreateWithTtlAsync("/ttl-", default, TimeSpan.FromMinutes(1), CreateMode.PersistentSequentialWithTtl);
        Assert.Matches("^/ttl-[0-9]{10}$", numbered.Path);
    }

    [Fact]
    public async Task Below_a_chroot_everything_is_named_from_there()
    {
        await using var client = await Clients.ConnectAsync(fixture.ConnectionString + _root);
        using var watched = await client.WatchExistsAsync("/a");
        Assert.Null(watched.Value);
        Assert.Equal("/a", (await client.CreateAsync("/a", "x"u8.ToArray())).Path);
        Assert.Equal(new WatchEvent(WatchEventType.NodeCreated, "/a"), await watched.Changed.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(["a"], await client.GetChildrenAsync("/"));
        Assert.Equal(["a"], await _client.GetChildrenAsync(_root));
        Assert.Equal("/a", (await Assert.ThrowsAsync<NodeExistsException>(async () => await client.CreateAsync("/a"))).Path);
        Assert.Matches("^/[0-9]{10}$", (await client.CreateAsync("/", default, CreateMode.EphemeralSequential)).Path);
        var results = await client.MultiAsync([ZooKeeperOperation.Create("/m-", default, CreateMode.EphemeralSequential)]);
        Assert.Matches("^/m-[0-9]{10}$", results[0].Path);
    }
}
