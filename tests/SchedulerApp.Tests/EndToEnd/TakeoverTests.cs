using System.Globalization;
using LeaderHosting.TestKit;

namespace SchedulerApp.Tests;

/// <summary>Two nodes of the sample at a real ZooKeeper: who writes to the file they share, and when.</summary>
public sealed class TakeoverTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    private readonly TemporaryFolder _folder = new();
    private ZooKeeperServer? _zooKeeper;

    public async Task InitializeAsync()
    {
        // Ticks this long allow for the minute of the test that must not wait for a session to run out.
        _zooKeeper = await ZooKeeperServer.StartAsync(new ZooKeeperSettings { TickTime = TimeSpan.FromSeconds(2), Extra = LongSessions });
    }

    public async Task DisposeAsync() => await _zooKeeper!.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_slave_takes_over_from_a_master_that_was_killed()
    {
        await using var master = await StartAsync("first", SessionTimeout);
        await master.WaitForRoleAsync("master");
        await using var slave = await StartAsync("second", SessionTimeout);
        await slave.WaitForRoleAsync("slave");
        await WaitForLinesOfAsync("first");

        Assert.StartsWith("first is master", await master.FrontPageAsync(), StringComparison.Ordinal);
        await Eventually.ValueAsync(
            slave.FrontPageAsync, static page => page.StartsWith("second is slave; first is master", StringComparison.Ordinal), "the slave to name the master");

        await master.Process.KillAsync();

        await slave.WaitForRoleAsync("master");
        await WaitForLinesOfAsync("second");
        AssertOneAfterTheOther("first", "second");
    }

    [Fact]
    public async Task A_master_that_is_told_to_stop_hands_over_at_once()
    {
        // Were its session left to run out, that would take longer than any wait here.
        var minute = TimeSpan.FromMinutes(1);
        await using var master = await StartAsync("first", minute);
        await master.WaitForRoleAsync("master");
        await using var slave = await StartAsync("second", minute);
        await slave.WaitForRoleAsync("slave");
        await WaitForLinesOfAsync("first");

        master.Process.Signal(ProcessSignal.Terminate);

        await slave.WaitForRoleAsync("master");
        await WaitForLinesOfAsync("second");
        Assert.Equal(0, await master.Process.WaitForExitAsync());
        AssertOneAfterTheOther("first", "second");
    }

    [Fact]
    public async Task A_master_that_was_frozen_writes_nothing_when_it_wakes()
    {
        await using var master = await StartAsync("first", SessionTimeout);
        await master.WaitForRoleAsync("master");
        await using var slave = await StartAsync("second", SessionTimeout);
        await slave.WaitForRoleAsync("slave");
        await WaitForLinesOfAsync("first");

        await PauseBetweenWritesAsync(master);
        await slave.WaitForRoleAsync("master");
        await WaitForLinesOfAsync("second");
        master.Process.Resume();

        await master.WaitForRoleAsync("slave");
        AssertOneAfterTheOther("first", "second");
    }

    private static Dictionary<string, string> LongSessions => new(StringComparer.Ordinal) { ["maxSessionTimeout"] = "60000" };

    private Task<SchedulerNode> StartAsync(string name, TimeSpan sessionTimeout) => SchedulerNode.StartAsync(_zooKeeper!, name, sessionTimeout, _folder);

    /// <summary>Freezes the node while it does not hold the lock of the file; frozen inside, it would keep the other from writing, too.</summary>
    private async Task PauseBetweenWritesAsync(SchedulerNode node)
    {
        using (await new Storage.FileLock(_folder.File("jobs.log.lock"), TimeProvider.System).AcquireAsync(CancellationToken.None))
        {
            await node.Process.PauseAsync();
        }
    }

    private async Task WaitForLinesOfAsync(string node)
    {
        var before = Lines().Count(line => line.Node == node);
        await Eventually.TrueAsync(() => Lines().Count(line => line.Node == node) > before + 2, $"{node} to write");
    }

    private void AssertOneAfterTheOther(params string[] nodes)
    {
        var lines = Lines();
        Assert.Equal(nodes, lines.Select(static line => line.Node).Aggregate(new List<string>(), AddIfNew));
        Assert.Equal(lines.Select(static line => line.Token).Order(), lines.Select(static line => line.Token));
        Assert.Equal(nodes.Length, lines.Select(static line => line.Token).Distinct().Count());
        Assert.Equal(lines.Select(static line => line.Time).Order(), lines.Select(static line => line.Time));
    }

    private static List<string> AddIfNew(List<string> nodes, string node)
    {
        if (nodes.Count == 0 || nodes[^1] != node)
        {
            nodes.Add(node);
        }

        return nodes;
    }

    private List<(DateTimeOffset Time, string Node, long Token)> Lines() => JobLog.Read(_folder.File("jobs.log")).Select(static words => (
        DateTimeOffset.ParseExact(words[0], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        words[1],
        long.Parse(words[3], CultureInfo.InvariantCulture))).ToList();
}
