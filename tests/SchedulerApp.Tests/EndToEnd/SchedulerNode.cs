using System.Text.Json;
using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace SchedulerApp.Tests;

/// <summary>The sample as a process of its own, started as a user starts it.</summary>
internal sealed partial class SchedulerNode : IAsyncDisposable
{
    private readonly HttpClient _client;

    private SchedulerNode(ChildProcess process, Uri address)
    {
        Process = process;
        _client = new HttpClient { BaseAddress = address };
    }

    public ChildProcess Process { get; }

    /// <summary>Starts a node of an election at the given server, as in production.</summary>
    public static Task<SchedulerNode> StartAsync(ZooKeeperServer zooKeeper, string name, TimeSpan sessionTimeout, TemporaryFolder folder) =>
        StartAsync("Production", [$"--ZooKeeperLeadership:ConnectionString={zooKeeper.ConnectionString}"], name, sessionTimeout, folder);

    /// <summary>Starts a node that names no server, as in development: the first of those with the same port hosts one.</summary>
    public static Task<SchedulerNode> StartEmbeddedAsync(int embeddedPort, string name, TimeSpan sessionTimeout, TemporaryFolder folder) =>
        StartAsync("Development", [$"--EmbeddedZooKeeper:Port={embeddedPort}"], name, sessionTimeout, folder);

    /// <summary>Waits until the program says where it listens, and takes hold of it. A program that does not say so is ended.</summary>
    public static async Task<SchedulerNode> AttachAsync(ChildProcess process)
    {
        try
        {
            var listening = await process.WaitForLineAsync(ListeningLine());
            return new SchedulerNode(process, new Uri(listening.Groups["address"].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until /health says that the node has this role and is healthy in it.</summary>
    public Task WaitForRoleAsync(string role) => Eventually.ValueAsync(
        HealthAsync,
        health => health.GetProperty("role").GetString() == role && health.GetProperty("status").GetString() == "Healthy",
        $"{Process.Name} to be a healthy {role}");

    public async Task<JsonElement> HealthAsync()
    {
        using var response = await _client.GetAsync("/health");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    public Task<string> FrontPageAsync() => _client.GetStringAsync("/");

    /// <summary>Asks the program to end, and waits until it has. <c>dotnet run</c> hands that on, and could not hand on a kill.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await using (Process)
        {
            Process.Resume();
            Process.Signal(ProcessSignal.Terminate);
            await Process.WaitForExitAsync();
        }
    }

    private static Task<SchedulerNode> StartAsync(
        string environment, IEnumerable<string> servers, string name, TimeSpan sessionTimeout, TemporaryFolder folder) =>
        AttachAsync(ChildProcess.StartDotnet(
            Repository.BuiltAssembly("samples/SchedulerApp"),
            [
                "--urls", "http://127.0.0.1:0",
                .. servers,
                $"--ZooKeeperLeadership:SessionTimeout={sessionTimeout:c}",
                $"--ZooKeeperLeadership:NodeName={name}",
                "--Scheduler:Interval=00:00:00.050",
                "--Scheduler:OutputFile=jobs.log",
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = environment },
            folder.Path));

    [GeneratedRegex("Now listening on: (?<address>http://[0-9.:]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
