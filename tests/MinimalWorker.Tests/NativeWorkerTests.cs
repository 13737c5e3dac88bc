using LeaderHosting.TestKit;

namespace MinimalWorker.Tests;

/// <summary>The library in a program that was compiled ahead of time.</summary>
[Collection(PublishCollection.Name)]
public sealed class NativeWorkerTests(PublishedWorker worker)
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

    [Fact]
    public async Task It_hands_over_when_it_is_asked_to_end()
    {
        await using var zooKeeper = await ZooKeeperServer.StartAsync();
        await using var first = await worker.StartAsync(zooKeeper, "first", SessionTimeout);
        await first.WaitForRoleAsync("master");
        await using var second = await worker.StartAsync(zooKeeper, "second", SessionTimeout);
        await second.WaitForRoleAsync("slave");

        Assert.Equal(0, await first.StopAsync());

        Assert.Contains(first.Process.Output.Lines, static line => line.Contains("first handed /minimalworker/leader over", StringComparison.Ordinal));
        await second.WaitForRoleAsync("master");
        Assert.Equal(0, await second.StopAsync());
    }

    [Fact]
    public async Task The_same_project_makes_a_program_for_the_runtime_too()
    {
        using var folder = new TemporaryFolder();
        await DotnetCommand.RunAsync(["publish", "samples/MinimalWorker", "-p:PublishAot=false", "--output", folder.Path]);
        await using var zooKeeper = await ZooKeeperServer.StartAsync();

        await using var node = await PublishedWorker.StartAsync("dotnet", [folder.File("MinimalWorker.dll")], zooKeeper, "only", SessionTimeout);

        await node.WaitForRoleAsync("master");
        Assert.Equal(0, await node.StopAsync());
    }
}
