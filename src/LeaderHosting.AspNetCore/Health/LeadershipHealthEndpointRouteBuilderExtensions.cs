using LeaderHosting;
using LeaderHosting.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the health of an election as JSON, with the role of this node.</summary>
public static class LeadershipHealthEndpointRouteBuilderExtensions
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Answers <paramref name="pattern"/> with the health and the role of this node as JSON: HTTP 200 when Healthy or Degraded, 503 when
    /// Unhealthy. A healthy slave answers 200, as a healthy master does.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route. Default <c>/health</c>.</param>
    /// <returns>The endpoint, for further conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddZooKeeperLeadership()</c> was not called, or its health check was removed.</exception>
    public static IEndpointConventionBuilder MapLeadershipHealth(this IEndpointRouteBuilder endpoints, string pattern = "/health")
        => endpoints.MapLeadershipHealth(pattern, static _ => { });

    /// <summary>As <see cref="MapLeadershipHealth(IEndpointRouteBuilder, string)"/>, with a choice of the health checks that count.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="configure">Chooses the health checks.</param>
    /// <returns>The endpoint, for further conventions such as <c>RequireAuthorization</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddZooKeeperLeadership()</c> was not called, or its health check was removed.</exception>
    /// <exception cref="ArgumentException">A predicate was given together with <see cref="LeadershipHealthEndpointOptions.IncludeAllChecks"/>.</exception>
    public static IEndpointConventionBuilder MapLeadershipHealth(
        this IEndpointRouteBuilder endpoints, string pattern, Action<LeadershipHealthEndpointOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(configure);

        ThrowIfNotRegistered(endpoints.ServiceProvider);
        var options = new LeadershipHealthEndpointOptions();
        configure(options);
        var predicate = ChoosePredicate(endpoints.ServiceProvider, options);

        // The services are taken from the request, not from here: building the election would read its settings before they are validated.
        var endpoint = new LeadershipHealthEndpoint(predicate, options.Election);
        return endpoints.MapMethods(pattern, Methods, endpoint.HandleAsync).WithDisplayName("Leadership health");
    }

    private static Func<HealthCheckRegistration, bool> ChoosePredicate(IServiceProvider services, LeadershipHealthEndpointOptions options)
    {
        if (options is { IncludeAllChecks: true, Predicate: not null })
        {
            throw new ArgumentException(
                $"Set either {nameof(options.Predicate)} or {nameof(options.IncludeAllChecks)} for MapLeadershipHealth, not both.", nameof(options));
        }

        // Without an election's check there is no role to tell, and no check at all is Healthy to a HealthCheckService.
        var registrations = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;
        var ownCheck = options.Election is { } election ? ElectionChecks.NameOf(election) : null;
        if (!registrations.Any(r => ownCheck is null ? ElectionChecks.IsOne(r) : ElectionChecks.IsNamed(r, ownCheck)))
        {
            throw new InvalidOperationException(
                $"MapLeadershipHealth found no health check named \"{ownCheck ?? ElectionChecks.Tag}\". "
                + $"AddZooKeeperLeadership({(options.Election is { Length: > 0 } name ? $"\"{name}\"" : "")}) registers one; was it removed?");
        }

        return (options.IncludeAllChecks, options.Predicate, ownCheck) switch
        {
            (true, _, _) => static _ => true,
            (_, { } predicate, _) => predicate,
            (_, _, { } name) => registration => ElectionChecks.IsNamed(registration, name),
            _ => ElectionChecks.IsTagged,
        };
    }

    private static void ThrowIfNotRegistered(IServiceProvider services)
    {
        // Asks whether it is registered without building it.
        if (services.GetService<IServiceProviderIsService>() is { } registered
            && !registered.IsService(typeof(HealthCheckService)))
        {
            throw new InvalidOperationException(
                "MapLeadershipHealth needs an election: call builder.Services.AddZooKeeperLeadership() before builder.Build().");
        }
    }
}
