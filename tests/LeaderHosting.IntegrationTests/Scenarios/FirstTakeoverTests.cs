using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>The first takeover of a process, as the just-in-time compiler sees it.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class FirstTakeoverTests(ZooKeeperServerFixture fixture)
{
    /// <summary>The rehearsal takes two seconds on a quiet machine; at least two thirds of this pass between the crash and the takeover.</summary>
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(12);

    /// <summary>There are some five, such as what timers do that had not gone off before; without the warm-up of the client there are some thirty.</summary>
    private const int MostCompiled = 15;

    [Fact]
    public async Task After_the_rehearsal_next_to_nothing_is_compiled_up_to_the_start()
    {
        using var folder = new TemporaryFolder();
        var listing = folder.File("compiled.txt");
        var path = ZooKeeperServerFixture.UniquePath("first-takeover");
        await using var first = NodeProcess.Start("first", fixture.ConnectionString, path, SessionTimeout);
        await first.WaitForAsync("START");
        await using var second = NodeProcess.Start("second", fixture.ConnectionString, path, SessionTimeout, CompiledMethods.ListedIn(listing));
        await second.WaitUntilSlaveAsync();

        await first.Process.KillAsync();
        await second.WaitForAsync("START");
        await second.Process.WriteLineAsync("quit");
        await second.Process.WaitForExitAsync();

        var methods = CompiledMethods.ReadFirst(listing);
        var rehearsed = methods.FindLastIndex(static method => method.Contains("LeaderHosting.Rehearsal.RehearsedElection", StringComparison.Ordinal));
        var started = methods.FindIndex(static method => method.StartsWith("LeaderHosting.TestNode.RecordingService:StartAsync", StringComparison.Ordinal));
        Assert.InRange(rehearsed, 0, started);
        var between = methods[(rehearsed + 1)..started].FindAll(static method => method.StartsWith("LeaderHosting.", StringComparison.Ordinal));
        Assert.True(between.Count <= MostCompiled, $"{between.Count} methods:\n{string.Join('\n', between)}");
    }
}
