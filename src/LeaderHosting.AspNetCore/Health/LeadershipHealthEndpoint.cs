using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore;

/// <summary>Runs the health checks at each request and writes the answer.</summary>
internal sealed class LeadershipHealthEndpoint(Func<HealthCheckRegistration, bool> predicate)
{
    /// <summary>The name and the tag of the election's own health check, which <c>AddZooKeeperLeadership()</c> registers.</summary>
    public const string Tag = "leadership";

    public static bool IsLeadershipCheck(HealthCheckRegistration registration) => registration.Tags.Contains(Tag);

    /// <summary>Whether a check is the one that tells of the election.</summary>
    public static bool IsElectionCheck(HealthCheckRegistration registration) =>
        string.Equals(registration.Name, Tag, StringComparison.OrdinalIgnoreCase);

    public async Task HandleAsync(HttpContext context)
    {
        // The election's own check runs even when it does not count: what it saw of the election, at one instant, is the answer.
        var counted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var health = context.RequestServices.GetRequiredService<HealthCheckService>();
        var all = await health.CheckHealthAsync(Choose, context.RequestAborted).ConfigureAwait(false);
        var report = new HealthReport(
            all.Entries.Where(entry => counted.Contains(entry.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase), all.TotalDuration);
        var body = LeadershipHealthResponse.From(report, all.Entries[Tag]);

        var response = context.Response;
        response.StatusCode = report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            response.ContentType = MediaTypeNames.Application.Json;
            return;
        }

        await response
            .WriteAsJsonAsync(body, LeadershipHealthJsonContext.Readable.LeadershipHealthResponse, MediaTypeNames.Application.Json, context.RequestAborted)
            .ConfigureAwait(false);

        bool Choose(HealthCheckRegistration registration)
        {
            if (predicate(registration))
            {
                counted.Add(registration.Name);
                return true;
            }

            return IsElectionCheck(registration);
        }
    }
}
