using System.Globalization;
using LeaderHosting.Testing;
using LeaderHosting.ZooKeeper;

namespace FailoverDemo.Cluster;

/// <summary>The nodes, and the ZooKeeper server where the demo brings its own. Disposing it leaves no process behind.</summary>
internal sealed class DemoCluster : IAsyncDisposable
{
    private static readonly TimeSpan EmbeddedTick = TimeSpan.FromMilliseconds(500);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("failover-demo-");
    private readonly ElectionNode _election;
    private readonly ZooKeeperTestServer? _embedded;

    private DemoCluster(ZooKeeperConnectionString servers, ZooKeeperTestServer? embedded)
    {
        _embedded = embedded;
        _election = new ElectionNode(servers, string.Create(CultureInfo.InvariantCulture, $"/failover-demo-{Environment.ProcessId}-{Random.Shared.Next():x}"));
        ZooKeeper = embedded is null ? servers.ToString() : $"embedded, in memory, at {servers}";
        Nodes = [.. DemoSettings.NodeNames.Select(name => new Node(name, servers, _election.Path, _folder.FullName))];
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Which ZooKeeper it is, in words.</summary>
    public string ZooKeeper { get; }

    /// <summary>Where the nodes' job files and logs are.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Whether these files stay, as evidence, when the cluster is disposed.</summary>
    public bool KeepsFiles { get; set; }

    /// <summary>Prepares a cluster; its nodes are not started.</summary>
    /// <param name="zooKeeper">The servers, as a connection string; <see langword="null"/> for one in this process.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DemoException">No such server answers.</exception>
    public static async Task<DemoCluster> CreateAsync(string? zooKeeper, CancellationToken cancellationToken)
    {
        if (zooKeeper is null)
        {
            var embedded = await ZooKeeperTestServer.StartAsync(new() { TickTime = EmbeddedTick }, cancellationToken);
            return new DemoCluster(ZooKeeperConnectionString.Parse(embedded.ConnectionString), embedded);
        }

        var servers = ZooKeeperConnectionString.Parse(zooKeeper);
        await ElectionNode.CheckReachableAsync(servers, cancellationToken);
        return new DemoCluster(servers, embedded: null);
    }

    /// <summary>Ends every process, the frozen ones too, and tidies up.</summary>
    public async ValueTask DisposeAsync()
    {
        // All at once: what goes wrong with one must not keep another alive.
        await Task.WhenAll(Nodes.Select(static node => node.DisposeAsync().AsTask()));
        if (_embedded is null)
        {
            await _election.DeleteAsync();
        }
        else
        {
            await _embedded.DisposeAsync();
        }

        if (!KeepsFiles)
        {
            _folder.Delete(recursive: true);
        }
    }
}
