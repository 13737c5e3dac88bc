using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore;

/// <summary>Runs the health checks at each request and writes the answer.</summary>
/// <param name="counts">The checks that decide the status.</param>
/// <param name="election">The one election to tell of; <see langword="null"/>: the unnamed one, and beside it those with a name.</param>
internal sealed class LeadershipHealthEndpoint(Func<HealthCheckRegistration, bool> counts, string? election)
{
    private readonly string _ownCheck = ElectionChecks.NameOf(election ?? "");

    public async Task HandleAsync(HttpContext context)
    {
        // The checks of the elections run even when they do not count: what they saw of the election, at one instant, is the answer.
        var counted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var health = context.RequestServices.GetRequiredService<HealthCheckService>();
        var all = await health.CheckHealthAsync(Choose, context.RequestAborted).ConfigureAwait(false);
        var report = new HealthReport(
            all.Entries.Where(entry => counted.Contains(entry.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase), all.TotalDuration);
        var body = LeadershipHealthResponse.From(report, all, _ownCheck);

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
            if (counts(registration))
            {
                counted.Add(registration.Name);
                return true;
            }

            return election is null ? ElectionChecks.IsOne(registration) : ElectionChecks.IsNamed(registration, _ownCheck);
        }
    }
}
