using LeaderHosting.TestKit;

namespace SchedulerApp.Tests;

/// <summary>Two nodes of the sample at a real ZooKeeper: who writes to the file they share, and when.</summary>
public sealed class TakeoverTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    private readonly TemporaryFolder _folder = new();
    private readonly SharedJobLog _jobs;
    private ZooKeeperServer? _zooKeeper;

    public TakeoverTests() => _jobs = new SharedJobLog(_folder);

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
        await _jobs.WaitForLinesOfAsync("first");

        Assert.StartsWith("first is master", await master.FrontPageAsync(), StringComparison.Ordinal);
        await Eventually.ValueAsync(
            slave.FrontPageAsync, static page => page.StartsWith("second is slave; first is master", StringComparison.Ordinal), "the slave to name the master");

        await master.Process.KillAsync();

        await slave.WaitForRoleAsync("master");
        await _jobs.WaitForLinesOfAsync("second");
        _jobs.AssertOneAfterTheOther("first", "second");
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
        await _jobs.WaitForLinesOfAsync("first");

        master.Process.Signal(ProcessSignal.Terminate);

        await slave.WaitForRoleAsync("master");
        await _jobs.WaitForLinesOfAsync("second");
        Assert.Equal(0, await master.Process.WaitForExitAsync());
        _jobs.AssertOneAfterTheOther("first", "second");
    }

    [Fact]
    public async Task A_master_that_was_frozen_writes_nothing_when_it_wakes()
    {
        await using var master = await StartAsync("first", SessionTimeout);
        await master.WaitForRoleAsync("master");
        await using var slave = await StartAsync("second", SessionTimeout);
        await slave.WaitForRoleAsync("slave");
        await _jobs.WaitForLinesOfAsync("first");

        await _jobs.PauseBetweenWritesAsync(master);
        await slave.WaitForRoleAsync("master");
        await _jobs.WaitForLinesOfAsync("second");
        master.Process.Resume();

        await master.WaitForRoleAsync("slave");
        _jobs.AssertOneAfterTheOther("first", "second");
    }

    private static Dictionary<string, string> LongSessions => new(StringComparer.Ordinal) { ["maxSessionTimeout"] = "60000" };

    private Task<WebNode> StartAsync(string name, TimeSpan sessionTimeout) => SchedulerNode.StartAsync(_zooKeeper!, name, sessionTimeout, _folder);
}
