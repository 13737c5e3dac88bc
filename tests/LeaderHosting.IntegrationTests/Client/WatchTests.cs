using System.Globalization;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.IntegrationTests.Client;

public sealed class WatchTests : IAsyncLifetime
{
    private ZooKeeperServer _server = null!;
    private TcpProxy _proxy = null!;
    private ZooKeeperClient _client = null!;
    private ZooKeeperClient _other = null!;

    public async Task InitializeAsync()
    {
        _server = await ZooKeeperServer.StartAsync();
        _proxy = TcpProxy.Start(_server.Port);
        _client = await Clients.ConnectAsync(_proxy.ConnectionString);
        _other = await Clients.ConnectAsync(_server.ConnectionString);
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _client.DisposeAsync();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_kind_of_change_fires_each_kind_of_watch()
    {
        using var creation = await _client.WatchExistsAsync("/a");
        await _other.CreateAsync("/a");
        await FiresAsync(creation, WatchEventType.NodeCreated, "/a");

        using var data = await _client.WatchDataAsync("/a");
        using var exists = await _client.WatchExistsAsync("/a");
        using var children = await _client.WatchChildrenAsync("/a");
        await _other.SetDataAsync("/a", "x"u8.ToArray());
        await FiresAsync(data, WatchEventType.NodeDataChanged, "/a");
        await FiresAsync(exists, WatchEventType.NodeDataChanged, "/a");

        await _other.CreateAsync("/a/b");
        await FiresAsync(children, WatchEventType.NodeChildrenChanged, "/a");
        await _other.DeleteAsync("/a/b");

        using var dataUntilDeleted = await _client.WatchDataAsync("/a");
        using var childrenUntilDeleted = await _client.WatchChildrenAsync("/a");
        await _other.DeleteAsync("/a");
        await FiresAsync(dataUntilDeleted, WatchEventType.NodeDeleted, "/a");
        await FiresAsync(childrenUntilDeleted, WatchEventType.NodeDeleted, "/a");
    }

    [Fact]
    public async Task What_changed_while_the_line_was_cut_fires_when_it_is_back()
    {
        foreach (var path in (string[])["/changed", "/deleted", "/parent", "/same"])
        {
            await _client.CreateAsync(path);
        }

        using var changed = await _client.WatchDataAsync("/changed");
        using var deleted = await _client.WatchExistsAsync("/deleted");
        using var created = await _client.WatchExistsAsync("/created");
        using var parent = await _client.WatchChildrenAsync("/parent");
        using var same = await _client.WatchDataAsync("/same");

        _proxy.RefuseConnections();
        _proxy.DropConnections();
        await _client.WaitForAsync(SessionState.Suspended);
        await _other.SetDataAsync("/changed", "x"u8.ToArray());
        await _other.DeleteAsync("/deleted");
        await _other.CreateAsync("/created");
        await _other.CreateAsync("/parent/child");
        _proxy.RefuseConnections(refuse: false);

        await FiresAsync(changed, WatchEventType.NodeDataChanged, "/changed");
        await FiresAsync(deleted, WatchEventType.NodeDeleted, "/deleted");
        await FiresAsync(created, WatchEventType.NodeCreated, "/created");
        await FiresAsync(parent, WatchEventType.NodeChildrenChanged, "/parent");
        Assert.False(same.Changed.IsCompleted);
        await _other.SetDataAsync("/same", "x"u8.ToArray());
        await FiresAsync(same, WatchEventType.NodeDataChanged, "/same");
    }

    [Fact]
    public async Task Watches_outlive_a_restart_of_the_server()
    {
        await _client.CreateAsync("/a");
        using var data = await _client.WatchDataAsync("/a");
        using var missing = await _client.WatchExistsAsync("/b");
        await _server.RestartAsync();
        await _client.WaitForConnectionAsync(2);
        Assert.True(_client.Connection!.Resumed);
        await _client.SetDataAsync("/a", "x"u8.ToArray());
        await _client.CreateAsync("/b");
        await FiresAsync(data, WatchEventType.NodeDataChanged, "/a");
        await FiresAsync(missing, WatchEventType.NodeCreated, "/b");
    }

    [Fact]
    public async Task The_server_forgets_a_watch_that_is_disposed()
    {
        await _client.CreateAsync("/a");
        var one = await _client.WatchDataAsync("/a");
        var two = await _client.WatchDataAsync("/a");
        Assert.Equal(1, await CountWatchesAsync());
        one.Dispose();
        await _client.SyncAsync();
        Assert.Equal(1, await CountWatchesAsync());
        two.Dispose();
        await _client.SyncAsync();
        Assert.Equal(0, await CountWatchesAsync());
    }

    [Fact]
    public async Task Thousands_of_watches_are_set_again_after_a_lost_connection()
    {
        const int Count = 5_000;
        var name = new string('n', 100);
        var watches = await Task.WhenAll(
            Enumerable.Range(0, Count).Select(i => _client.WatchExistsAsync($"/{name}-{i}").AsTask()));
        _proxy.DropConnections();
        await _client.WaitForConnectionAsync(2);
        await _client.SyncAsync();
        Assert.Equal(Count, await CountWatchesAsync());
        await _other.CreateAsync($"/{name}-{Count - 1}");
        await FiresAsync(watches[^1], WatchEventType.NodeCreated, $"/{name}-{Count - 1}");
    }

    [Fact]
    public async Task Watches_end_when_the_session_has_expired()
    {
        await using var doomed = await Clients.ConnectAsync(_proxy.ConnectionString, TimeSpan.FromSeconds(2));
        using var watched = await doomed.WatchExistsAsync("/never");
        var ephemeral = await doomed.CreateAsync("/ephemeral", default, CreateMode.Ephemeral);
        using var gone = await _other.WatchExistsAsync(ephemeral.Path);
        _proxy.BlackHole();
        await FiresAsync(gone, WatchEventType.NodeDeleted, ephemeral.Path);
        _proxy.Heal(dropConnections: true);
        await FiresAsync(watched, WatchEventType.SessionEnded, "/never");
        Assert.Equal(SessionState.Expired, doomed.State);
        await Assert.ThrowsAsync<SessionExpiredException>(async () => await doomed.GetDataAsync("/"));
    }

    private static async Task FiresAsync<T>(Watched<T> watched, WatchEventType type, string path) =>
        Assert.Equal(new WatchEvent(type, path), await watched.Changed.WaitAsync(Eventually.DefaultTimeout));

    private async Task<int> CountWatchesAsync()
    {
        var summary = await _server.FourLetterAsync("wchs");
        return int.Parse(summary[(summary.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
    }
}
