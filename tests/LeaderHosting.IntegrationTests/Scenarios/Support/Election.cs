using System.Diagnostics;
using LeaderHosting.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>An election of a test: its path, its session timeout, and the nodes that stand in it, in this process or as child processes.</summary>
internal sealed class Election(ITestOutputHelper output, string connectionString, TimeSpan sessionTimeout, string? path = null) : IAsyncDisposable
{
    private readonly List<HostNode> _hosts = [];
    private readonly List<NodeProcess> _processes = [];

    /// <summary>A path that no other test uses, unless one was given.</summary>
    public string Path { get; } = path ?? $"/scenarios/{Guid.NewGuid():N}";

    public string ConnectionString => connectionString;

    /// <summary>Chooses the client that hosts started from now on run on.</summary>
    public Func<ILeadershipBuilder, ILeadershipBuilder> UseClient { get; set; } = ClientUnderTest.Use;

    /// <summary>Adds to the services of hosts started from now on; nothing by default.</summary>
    public Action<IServiceCollection> Configure { get; set; } = static _ => { };

    public TimeSpan SessionTimeout => sessionTimeout;

    /// <summary>What leader-only services did, on all nodes.</summary>
    public IReadOnlyList<ServiceRun> Runs => [.. _hosts.SelectMany(static node => node.Runs), .. _processes.SelectMany(static node => node.Runs)];

    /// <summary>Starts a host with one recording service in this process.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="servers">By default the election's.</param>
    /// <param name="more">Further keys of the section ZooKeeperLeadership.</param>
    public Task<HostNode> StartAsync(string name, string? servers = null, params (string Key, string? Value)[] more) =>
        StartAsync(name, [new RecordingService(name)], servers, more);

    /// <summary>Starts a host with the given leader-only services in this process.</summary>
    public async Task<HostNode> StartAsync(
        string name, IReadOnlyList<ILeaderOnlyService> services, string? servers = null, params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionString"] = servers ?? connectionString,
            ["ElectionPath"] = Path,
            ["SessionTimeout"] = sessionTimeout.ToString("c"),
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var node = HostNode.Create(name, settings, output, UseClient, Configure, services);
        _hosts.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>Starts two hosts, the first of which leads.</summary>
    public async Task<(HostNode Master, HostNode Slave)> StartPairAsync(string? serversOfMaster = null, string? serversOfSlave = null)
    {
        var master = await StartAsync("first", serversOfMaster);
        await master.WaitUntilMasterAsync();
        var slave = await StartAsync("second", serversOfSlave);
        await slave.WaitUntilSlaveAsync();
        return (master, slave);
    }

    /// <summary>Starts a node as a child process.</summary>
    public NodeProcess StartProcess(string name, string? servers = null, params IEnumerable<string> switches)
    {
        var node = NodeProcess.Start(
            name, servers ?? connectionString, Path, sessionTimeout, [.. switches, "--Logging:LogLevel:LeaderHosting=Debug"]);
        _processes.Add(node);
        return node;
    }

    /// <summary>Starts two nodes as child processes, the first of which leads.</summary>
    public async Task<(NodeProcess Master, NodeProcess Slave)> StartPairOfProcessesAsync(params string[] switches)
    {
        var master = StartProcess("first", null, switches);
        await master.WaitForAsync("START");
        var slave = StartProcess("second", null, switches);
        await slave.WaitUntilSlaveAsync();
        return (master, slave);
    }

    /// <summary>
    /// Fails if services of two nodes ran at the same time, or if a later term had a smaller fencing token.
    /// </summary>
    public void AssertNeverTwo()
    {
        var runs = Runs.OrderBy(static run => run.StartedAt).ToList();
        Assert.Empty(ServiceRun.Overlaps(runs));
        Assert.Equal(runs.Select(static run => run.FencingToken).Order(), runs.Select(static run => run.FencingToken));
    }

    /// <summary>Writes a measured time to the output of the test.</summary>
    public void Report(string what, long from, long to) =>
        output.WriteLine($"MEASURED {what}: {Stopwatch.GetElapsedTime(from, to).TotalMilliseconds:0.0} ms");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _processes)
        {
            await node.DisposeAsync();
            output.WriteLine($"--- output of {node.Name}{Environment.NewLine}{node.Process.Output.Tail()}");
        }

        // Slaves first, so that nobody takes over from a node that goes only because the test ends.
        foreach (var node in _hosts.AsEnumerable().Reverse())
        {
            await node.DisposeAsync();
        }
    }
}
