using System.Net;
using System.Text.Json;
using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>An instance of the sample application, samples/SchedulerApp, as a user runs it.</summary>
internal sealed class SchedulerProcess : IAsyncDisposable
{
    private readonly HttpClient _http;

    private SchedulerProcess(string name, Uri url, ChildProcess process)
    {
        Name = name;
        Process = process;
        _http = new HttpClient { BaseAddress = url };
    }

    public string Name { get; }

    public ChildProcess Process { get; }

    /// <summary>Starts an instance and waits until it answers.</summary>
    public static async Task<SchedulerProcess> StartAsync(string name, Election election, params string[] more)
    {
        var url = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var process = ChildProcess.StartDotnet(
            Repository.BuiltAssembly("samples/SchedulerApp"),
            [
                $"--urls={url.OriginalString}",
                $"--ZooKeeperLeadership:ConnectionString={election.ConnectionString}",
                $"--ZooKeeperLeadership:ElectionPath={election.Path}",
                $"--ZooKeeperLeadership:SessionTimeout={election.SessionTimeout:c}",
                $"--ZooKeeperLeadership:NodeName={name}",
                "--Scheduler:Interval=00:00:00.1",
                .. more,
            ]);
        await process.WaitForLineAsync(static line => line.Contains("Now listening on", StringComparison.Ordinal), "the web server to listen");
        return new SchedulerProcess(name, url, process);
    }

    /// <summary>Asks for /health.</summary>
    public async Task<(HttpStatusCode Code, JsonElement Json)> HealthAsync()
    {
        using var answer = await _http.GetAsync(new Uri("/health", UriKind.Relative));
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>Waits until /health answers 200 and says that this node is what it should be, and who is master.</summary>
    public async Task WaitForHealthAsync(string role, string master)
    {
        var (code, json) = await Eventually.ValueAsync(
            HealthAsync,
            health => Text(health.Json, "role") == role && Text(health.Json, "leader") == master && Text(health.Json, "status") == "Healthy",
            $"{Name} to be {role} and {master} to be master");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.Equal(Name, Text(json, "node"));
    }

    /// <summary>Waits until the log says something.</summary>
    public Task WaitForLogAsync(string text) => Process.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), $"'{text}'");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
