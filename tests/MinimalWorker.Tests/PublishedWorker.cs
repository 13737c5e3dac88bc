using LeaderHosting.TestKit;

namespace MinimalWorker.Tests;

/// <summary>The sample as <c>dotnet publish</c> makes it: one native program, without a .NET runtime. Published once for all tests.</summary>
public sealed class PublishedWorker : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What the command wrote.</summary>
    public IReadOnlyList<string> Log { get; private set; } = [];

    /// <summary>The folder it wrote to.</summary>
    public string Folder => _folder.Path;

    /// <summary>Starts it as a node of an election, where no .NET runtime can be found.</summary>
    public Task<WebNode> StartAsync(ZooKeeperServer zooKeeper, string name, TimeSpan sessionTimeout) =>
        StartAsync(_folder.File("MinimalWorker"), [], zooKeeper, name, sessionTimeout, runtime: "/nowhere");

    /// <summary>Starts the sample, in whatever form, as a node of an election.</summary>
    public static Task<WebNode> StartAsync(
        string program, IEnumerable<string> arguments, ZooKeeperServer zooKeeper, string name, TimeSpan sessionTimeout, string? runtime = null) =>
        WebNode.AttachAsync(ChildProcess.Start(
            program,
            [
                .. arguments,
                "--urls", "http://127.0.0.1:0",
                $"--ZooKeeperLeadership:ConnectionString={zooKeeper.ConnectionString}",
                $"--ZooKeeperLeadership:SessionTimeout={sessionTimeout:c}",
                $"--ZooKeeperLeadership:NodeName={name}",
            ],
            runtime is null ? null : new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ROOT"] = runtime }));

    public async Task InitializeAsync() => Log = await DotnetCommand.RunAsync(["publish", "samples/MinimalWorker", "--output", _folder.Path]);

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
