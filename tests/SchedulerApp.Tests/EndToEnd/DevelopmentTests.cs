using LeaderHosting.TestKit;

namespace SchedulerApp.Tests;

/// <summary>The sample where nothing is installed: the first process hosts the ZooKeeper server that the others use.</summary>
public sealed class DevelopmentTests : IDisposable
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    private readonly int _embeddedPort = FreePort.Next();
    private readonly TemporaryFolder _folder = new();
    private readonly SharedJobLog _jobs;

    public DevelopmentTests() => _jobs = new SharedJobLog(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Of_three_processes_without_a_server_one_is_master_and_a_survivor_takes_over_when_it_is_killed()
    {
        await using var first = await StartAsync("first");
        await first.WaitForRoleAsync("master");
        await using var second = await StartAsync("second");
        await second.WaitForRoleAsync("slave");
        await using var third = await StartAsync("third");
        await third.WaitForRoleAsync("slave");
        await _jobs.WaitForLinesOfAsync("first");
        Assert.Single(LinesAboutTheServer(first), static line => line.Contains("This process hosts the embedded ZooKeeper", StringComparison.Ordinal));
        Assert.All([second, third], node => Assert.Single(
            LinesAboutTheServer(node), static line => line.Contains("that another process on this machine hosts", StringComparison.Ordinal)));

        // Master and server in one: the survivors have to find a server first.
        await first.Process.KillAsync();

        await Eventually.TrueAsync(async () => await IsMasterAsync(second) || await IsMasterAsync(third), "a survivor to be master");
        var survivor = await IsMasterAsync(second) ? "second" : "third";
        await _jobs.WaitForLinesOfAsync(survivor);
        _jobs.AssertOneAfterTheOther("first", survivor);
    }

    [Fact]
    public async Task A_server_that_is_named_is_used_in_development_too()
    {
        await using var zooKeeper = await ZooKeeperServer.StartAsync();
        await using var node = await RunAsAUserAsync($"--ZooKeeperLeadership:ConnectionString={zooKeeper.ConnectionString}");

        await node.WaitForRoleAsync("master");

        Assert.Contains(zooKeeper.ConnectionString, Assert.Single(LinesAboutTheServer(node)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dotnet_run_needs_no_arguments()
    {
        await using var node = await RunAsAUserAsync();

        await node.WaitForRoleAsync("master");

        Assert.Contains("This process hosts", Assert.Single(LinesAboutTheServer(node)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Urls_on_the_command_line_count()
    {
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        await using var node = await RunAsAUserAsync("--urls", url);

        Assert.Contains(node.Process.Output.Lines, line => line.EndsWith($"Now listening on: {url}", StringComparison.Ordinal));
    }

    private static IEnumerable<string> LinesAboutTheServer(WebNode node) =>
        node.Process.Output.Lines.Where(static line => line.Contains("embedded ZooKeeper development server", StringComparison.Ordinal));

    private static async Task<bool> IsMasterAsync(WebNode node) => (await node.HealthAsync()).GetProperty("role").GetString() == "master";

    private Task<WebNode> StartAsync(string name) => SchedulerNode.StartEmbeddedAsync(_embeddedPort, name, SessionTimeout, _folder);

    /// <summary>With <c>dotnet run</c>, which reads launchSettings.json.</summary>
    private Task<WebNode> RunAsAUserAsync(params IEnumerable<string> arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return WebNode.AttachAsync(ChildProcess.Start(
            "dotnet",
            [
                "run", "--no-build", "--configuration", configuration, "--project", Path.Combine(Repository.Root, "samples/SchedulerApp"),
                "--", $"--EmbeddedZooKeeper:Port={_embeddedPort}", .. arguments,
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = null, ["DOTNET_ENVIRONMENT"] = null },
            _folder.Path));
    }
}
