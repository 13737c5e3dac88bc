using System.Collections.Concurrent;
using LeaderHosting.Election;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.Health;

/// <summary>Looks at the health checks that a node's candidacy depends on: those with a tag, but for the elections' own.</summary>
/// <remarks>
/// The checks run at the same time, each by itself, so that one that hangs is known by its name. It counts as failed when its time is up, and is not run a second time
/// beside the run that hangs.
/// </remarks>
internal sealed class HealthCheckProbe : ICandidacyProbe
{
    private readonly HealthCheckService _service;
    private readonly IReadOnlyList<string> _checks;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Task<HealthReport>> _runs = new(StringComparer.OrdinalIgnoreCase);

    public HealthCheckProbe(HealthCheckService service, IEnumerable<HealthCheckRegistration> checks, string tag, TimeSpan patience, TimeProvider time)
    {
        _service = service;
        _checks = [.. ChecksOf(checks, tag)];
        _patience = patience;
        _time = time;
    }

    /// <summary>The names of the checks that decide: those with the tag, but for the elections' own, which would wait for themselves.</summary>
    public static IEnumerable<string> ChecksOf(IEnumerable<HealthCheckRegistration> checks, string tag) => checks
        .Where(check => check.Tags.Contains(tag) && !check.Tags.Contains(LeadershipHealthCheck.Tag))
        .Select(static check => check.Name);

    /// <inheritdoc/>
    public async Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        var faults = await Task.WhenAll(_checks.Select(check => FaultOfAsync(check, cancellationToken))).ConfigureAwait(false);
        var found = faults.OfType<string>().ToList();
        return found.Count == 0 ? null : string.Join(' ', found);
    }

    private async Task<string?> FaultOfAsync(string check, CancellationToken cancellationToken)
    {
        if (!_runs.TryGetValue(check, out var run) || run.IsCompleted)
        {
            _runs[check] = run = Task.Run(() => RunAsync(check, cancellationToken), cancellationToken);
        }

        try
        {
            var report = await run.WaitAsync(_patience, _time, cancellationToken).ConfigureAwait(false);
            return report.Status == HealthStatus.Unhealthy ? Sentence(check, report.Entries[check]) : null;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return $"Health check '{check}' has not answered within {_patience.TotalSeconds} s.";
        }
    }

    private async Task<HealthReport> RunAsync(string check, CancellationToken cancellationToken)
    {
        // A check that minds its token ends when its time is up.
        using var limit = new CancellationTokenSource(_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        return await _service.CheckHealthAsync(registration => registration.Name == check, both.Token).ConfigureAwait(false);
    }

    /// <summary>What a check says goes to the log and the health report. The message of an exception does not: it might hold a secret, such as a connection string.</summary>
    private static string Sentence(string check, HealthReportEntry entry)
    {
        var why = entry.Exception is { } e && (entry.Description is null || entry.Description == e.Message) ? e.GetType().Name : entry.Description;
        return why is null ? $"Health check '{check}' is Unhealthy." : $"Health check '{check}' is Unhealthy: {why.TrimEnd('.')}.";
    }
}
