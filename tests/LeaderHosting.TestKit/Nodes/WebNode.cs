using System.Text.Json;
using System.Text.RegularExpressions;

namespace LeaderHosting.TestKit;

/// <summary>A web application with an election and <c>/health</c>, as a process of its own.</summary>
public sealed partial class WebNode : IAsyncDisposable
{
    private readonly HttpClient _client;

    private WebNode(ChildProcess process, Uri address)
    {
        Process = process;
        _client = new HttpClient { BaseAddress = address };
    }

    /// <summary>The program.</summary>
    public ChildProcess Process { get; }

    /// <summary>Waits until the program says where it listens, and takes hold of it. A program that does not say so is ended.</summary>
    public static async Task<WebNode> AttachAsync(ChildProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        try
        {
            var listening = await process.WaitForLineAsync(ListeningLine());
            return new WebNode(process, new Uri(listening.Groups["address"].Value));
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

    /// <summary>What /health says.</summary>
    public async Task<JsonElement> HealthAsync()
    {
        using var response = await _client.GetAsync(new Uri("/health", UriKind.Relative));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    /// <summary>What the program answers at <c>/</c>.</summary>
    public Task<string> FrontPageAsync() => _client.GetStringAsync(new Uri("/", UriKind.Relative));

    /// <summary>Asks the program to end, and returns its exit code when it has.</summary>
    public Task<int> StopAsync()
    {
        Process.Resume();
        Process.Signal(ProcessSignal.Terminate);
        return Process.WaitForExitAsync();
    }

    /// <summary>Asks the program to end, and waits until it has. <c>dotnet run</c> hands that on, and could not hand on a kill.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await using (Process)
        {
            await StopAsync();
        }
    }

    [GeneratedRegex("Now listening on: (?<address>http://[0-9.:]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ListeningLine();
}
