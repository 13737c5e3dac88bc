using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>The first takeover of a process, as the just-in-time compiler sees it.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class FirstTakeoverTests(ZooKeeperServerFixture fixture)
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    /// <summary>
    /// There are seven, such as what timers do that had not gone off before, and sixteen if a look at who leads comes in between, which finds nobody; without the warm-up of the client there are more than thirty.
    /// </summary>
    private const int MostCompiled = 22;

    [Fact]
    public async Task After_the_rehearsal_next_to_nothing_is_compiled_up_to_the_start()
    {
        using var folder = new TemporaryFolder();
        var listing = folder.File("compiled.txt");
        var path = ZooKeeperServerFixture.UniquePath("first-takeover");
        await using var first = NodeProcess.Start("first", fixture.ConnectionString, path, SessionTimeout);
        await first.WaitForAsync("START");
        await using var second = NodeProcess.Start(
            "second",
            fixture.ConnectionString,
            path,
            SessionTimeout,
            new Dictionary<string, string?>(CompiledMethods.ListedIn(listing), StringComparer.Ordinal) { ["Logging__LogLevel__LeaderHosting"] = "Debug" });
        await second.Process.WaitForLineAsync(static line => line.Contains("takeover was rehearsed", StringComparison.Ordinal), "the rehearsal");
        await second.CommandAsync("mark");
        await second.WaitForAsync("MARKED");

        await first.KillAsync();
        await second.WaitForAsync("START");
        await second.CommandAsync("quit");
        await second.Process.WaitForExitAsync();

        var methods = CompiledMethods.ReadFirst(listing);
        var marked = methods.FindIndex(static method => method.StartsWith("LeaderHosting.TestNode.CommandReader:Mark", StringComparison.Ordinal));
        var started = methods.FindIndex(static method => method.StartsWith("LeaderHosting.TestNode.RecordingService:StartAsync", StringComparison.Ordinal));
        Assert.InRange(marked, 0, started);
        var between = methods[(marked + 1)..started].FindAll(static method =>
            method.StartsWith("LeaderHosting.", StringComparison.Ordinal) && !method.StartsWith("LeaderHosting.TestNode.", StringComparison.Ordinal));
        Assert.True(between.Count <= MostCompiled, $"{between.Count} methods:\n{string.Join('\n', between)}");
    }
}
