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

    /// <summary>Starts it as a node of an election.</summary>
    public Task<WebNode> StartAsync(ZooKeeperServer zooKeeper, string name, TimeSpan sessionTimeout) =>
        WebNode.AttachAsync(ChildProcess.Start(
            _folder.File("MinimalWorker"),
            [
                "--urls", "http://127.0.0.1:0",
                $"--ZooKeeperLeadership:ConnectionString={zooKeeper.ConnectionString}",
                $"--ZooKeeperLeadership:SessionTimeout={sessionTimeout:c}",
                $"--ZooKeeperLeadership:NodeName={name}",
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ROOT"] = "/nowhere" },
            _folder.Path));

    public async Task InitializeAsync() => Log = await DotnetCommand.RunAsync(["publish", "samples/MinimalWorker", "--output", _folder.Path]);

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
