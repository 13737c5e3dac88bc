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

    public static async Task<SchedulerNode> StartAsync(ZooKeeperServer zooKeeper, string name, TimeSpan sessionTimeout, TemporaryFolder folder)
    {
        var process = ChildProcess.StartDotnet(
            Repository.BuiltAssembly("samples/SchedulerApp"),
            [
                "--urls", "http://127.0.0.1:0",
                $"--ZooKeeperLeadership:ConnectionString={zooKeeper.ConnectionString}",
                $"--ZooKeeperLeadership:SessionTimeout={sessionTimeout:c}",
                $"--ZooKeeperLeadership:NodeName={name}",
                "--Scheduler:Interval=00:00:00.050",
                "--Scheduler:OutputFile=jobs.log",
            ],
            workingDirectory: folder.Path);
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

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Process.DisposeAsync();
    }

    [GeneratedRegex("Now listening on: (?<address>http://[0-9.:]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
