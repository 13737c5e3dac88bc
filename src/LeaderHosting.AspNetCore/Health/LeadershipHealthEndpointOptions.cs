using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore;

/// <summary>Which health checks <c>MapLeadershipHealth</c> runs. They decide the status and the HTTP status code of the answer.</summary>
/// <remarks>When others than the election's are among them, the answer lists them all under <c>checks</c>, by name and status only.</remarks>
public sealed class LeadershipHealthEndpointOptions
{
    /// <summary>
    /// The name of the election to tell of, whose check alone counts then unless <see cref="Predicate"/> says otherwise. <see langword="null"/>, the default: the
    /// unnamed election, and under <c>elections</c> those that have a name; the checks of all of them count.
    /// </summary>
    public string? Election { get; set; }

    /// <summary>
    /// The health checks that count. <see langword="null"/>, the default: those tagged <c>leadership</c>, which <c>AddZooKeeperLeadership()</c>
    /// registers. It is asked again at every request, from any thread.
    /// </summary>
    public Func<HealthCheckRegistration, bool>? Predicate { get; set; }

    /// <summary>Whether every registered health check counts. Default false. Cannot be combined with <see cref="Predicate"/>.</summary>
    public bool IncludeAllChecks { get; set; }
}
