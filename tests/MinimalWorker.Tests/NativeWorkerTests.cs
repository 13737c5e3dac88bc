using LeaderHosting.TestKit;

namespace MinimalWorker.Tests;

/// <summary>The library in a program that was compiled ahead of time.</summary>
public sealed class NativeWorkerTests(PublishedWorker worker) : IClassFixture<PublishedWorker>
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    [Fact]
    public void It_is_published_as_one_native_program_and_without_a_warning()
    {
        Assert.Contains(worker.Log, static line => line.Contains("Generating native code", StringComparison.Ordinal));
        Assert.DoesNotContain(worker.Log, static line => line.Contains("warning", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(Directory.EnumerateFiles(worker.Folder, "*.dll"));
    }

    [Fact]
    public async Task Of_two_one_is_master_the_other_takes_over_when_it_is_killed_and_ends_in_order()
    {
        await using var zooKeeper = await ZooKeeperServer.StartAsync();
        await using var first = await worker.StartAsync(zooKeeper, "first", SessionTimeout);
        await first.WaitForRoleAsync("master");
        await using var second = await worker.StartAsync(zooKeeper, "second", SessionTimeout);
        await second.WaitForRoleAsync("slave");
        Assert.Equal("first", (await second.HealthAsync()).GetProperty("leader").GetString());
        await first.Process.WaitForLineAsync(static line => line.Contains("Reporting under term", StringComparison.Ordinal), "a report");

        await first.Process.KillAsync();

        await second.WaitForRoleAsync("master");
        await second.Process.WaitForLineAsync(static line => line.Contains("Reporting under term", StringComparison.Ordinal), "a report");
        Assert.Equal(0, await second.StopAsync());
        Assert.Contains(second.Process.Output.Lines, static line => line.Contains("(Shutdown); services stopped", StringComparison.Ordinal));
    }
}
