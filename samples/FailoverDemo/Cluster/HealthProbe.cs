using System.Net.Http.Json;
using System.Text.Json;

namespace FailoverDemo.Cluster;

/// <summary>Asks a node for its health, again and again, until disposed.</summary>
internal sealed class HealthProbe : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(800);

    private readonly Func<Uri?> _address;
    private readonly HttpClient _client = new() { Timeout = Timeout };
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _probing;
    private volatile NodeHealth? _latest;

    /// <summary>Begins to ask.</summary>
    /// <param name="address">Where the node listens, or <see langword="null"/> while it does not.</param>
    public HealthProbe(Func<Uri?> address)
    {
        _address = address;
        _probing = Task.Run(ProbeAsync);
    }

    /// <summary>The latest answer; <see langword="null"/> when there was none in time.</summary>
    /// <exception cref="DemoException">It asks no more, by a fault of its own.</exception>
    public NodeHealth? Latest => _probing.Exception is { } fault
        ? throw new DemoException($"Nobody asks for health any more: {fault.GetBaseException().Message}", fault)
        : _address() is null ? null : _latest;

    /// <summary>Stops asking.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task ProbeAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(_stopping.Token))
        {
            _latest = _address() is { } address ? await AskAsync(address) : null;
        }
    }

    private async Task<NodeHealth?> AskAsync(Uri address)
    {
        try
        {
            // An unhealthy node answers 503, with the same JSON.
            using var response = await _client.GetAsync(new Uri(address, "/health"), _stopping.Token);
            return NodeHealth.Parse(await response.Content.ReadFromJsonAsync<JsonElement>(_stopping.Token));
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException or JsonException)
        {
            return null;
        }
    }
}
