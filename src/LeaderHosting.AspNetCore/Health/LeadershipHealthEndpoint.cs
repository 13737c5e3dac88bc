using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore;

/// <summary>Runs the health checks at each request and writes the answer.</summary>
internal sealed class LeadershipHealthEndpoint(Func<HealthCheckRegistration, bool> predicate)
{
    /// <summary>The name and the tag of the health check that <c>AddZooKeeperLeadership()</c> registers.</summary>
    public const string Tag = "leadership";

    public static bool IsLeadershipCheck(HealthCheckRegistration registration) => registration.Tags.Contains(Tag);

    public async Task HandleAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var report = await services.GetRequiredService<HealthCheckService>().CheckHealthAsync(predicate, context.RequestAborted).ConfigureAwait(false);
        var body = LeadershipHealthResponse.From(report, services.GetRequiredService<ILeadership>().Status);

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
    }
}
