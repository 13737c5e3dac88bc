using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>A candidate that is a Curator LeaderLatch in a Java process.</summary>
internal sealed class CuratorLatch(string id, ChildProcess process) : IAsyncDisposable
{
    private const string Jars = "/usr/share/java";

    private static readonly string[] JarNames =
    [
        "curator-recipes.jar", "curator-framework.jar", "curator-client.jar", "zookeeper.jar", "guava.jar", "slf4j-simple.jar",
        "jackson-databind.jar", "jackson-core.jar", "jackson-annotations.jar",
    ];

    public string Id => id;

    /// <summary>Starts a latch. It stands for election when its process is up.</summary>
    public static CuratorLatch Start(string id, Election election)
    {
        var classPath = string.Join(':', JarNames.Select(static jar => Path.Combine(Jars, jar)).Where(File.Exists));
        var program = Path.Combine(AppContext.BaseDirectory, "Scenarios", "Curator", "Latch.java");
        return new CuratorLatch(id, ChildProcess.Start(
            ZooKeeperInstallation.Current.JavaProgram,
            ["-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classPath, program, election.ConnectionString, election.Path, id],
            takesInput: true));
    }

    /// <summary>Waits until it leads, and returns since when.</summary>
    public async Task<long> WaitUntilLeaderAsync() => (await WaitForAsync("LEADER")).At;

    /// <summary>Asks it who leads.</summary>
    public async Task<string> GetLeaderAsync()
    {
        var mark = process.Output.Count;
        await process.WriteLineAsync("leader");
        var line = await process.WaitForLineAsync(static line => NodeEvent.TryParse(line) is { Kind: "SEES" }, "an answer", mark);
        return NodeEvent.TryParse(line)!.Arguments[0];
    }

    /// <summary>Closes it, and returns when that began.</summary>
    public async Task<long> CloseAsync()
    {
        await process.WriteLineAsync("close");
        Assert.Equal(0, await process.WaitForExitAsync());
        return (await WaitForAsync("CLOSING")).At;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task<NodeEvent> WaitForAsync(string kind)
    {
        var line = await process.WaitForLineAsync(line => NodeEvent.TryParse(line)?.Kind == kind, $"{kind} from the latch {id}");
        return NodeEvent.TryParse(line)!;
    }
}
