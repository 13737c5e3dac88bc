using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.Health;

/// <summary>Reports the role of this node. Answers from memory; it never waits for ZooKeeper.</summary>
internal sealed class LeadershipHealthCheck : IHealthCheck
{
    /// <summary>The tag of the checks of all elections, and the name of the unnamed one's.</summary>
    public const string Tag = "leadership";

    private readonly ILeadership _leadership;

    public LeadershipHealthCheck(ILeadership leadership)
    {
        _leadership = leadership;
    }

    /// <summary>The name under which the check of an election is registered.</summary>
    public static string NameOf(string election) => election.Length == 0 ? Tag : $"{Tag}:{election}";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var status = _leadership.Status;
        var (health, description) = Judge(status);
        if (status.LastError is { } error && health != HealthStatus.Healthy)
        {
            description = $"{description} {error}";
        }

        return Task.FromResult(new HealthCheckResult(health, description, data: DataOf(status)));
    }

    /// <summary>How healthy a status is, and why.</summary>
    internal static (HealthStatus Status, string Description) Judge(LeadershipStatus status) => status switch
    {
        { StopOverran: true } => (HealthStatus.Unhealthy,
            "Leader-only services have overrun their stop budget and may be running beside those of another node."),
        { Phase: LeadershipPhase.Closed } => (HealthStatus.Unhealthy, "The election has been shut down."),
        { OutOfTouch: true, LastContact: null } => (HealthStatus.Unhealthy, "There is no session with ZooKeeper."),
        { OutOfTouch: true } => (HealthStatus.Unhealthy, "Out of touch with ZooKeeper for longer than the session timeout."),
        { Connection: not LeadershipConnection.Connected, Role: LeadershipRole.Leader } => (HealthStatus.Degraded,
            "Master; the connection to ZooKeeper is lost and being made again. The lease is still held."),
        { Connection: not LeadershipConnection.Connected } => (HealthStatus.Degraded,
            "The connection to ZooKeeper is lost and being made again."),
        { Phase: LeadershipPhase.Leading, LastError: null } => (HealthStatus.Healthy, $"Master of {status.ElectionPath}, term {status.Term}."),
        { Phase: LeadershipPhase.Leading } => (HealthStatus.Degraded, $"Master of {status.ElectionPath}, term {status.Term}."),
        { Phase: LeadershipPhase.Waiting } => (HealthStatus.Healthy, $"Slave; the master of {status.ElectionPath} is {NameOfLeader(status)}."),
        { Phase: LeadershipPhase.Observing, Role: LeadershipRole.Observer } => (HealthStatus.Healthy, $"Looking on at {status.ElectionPath}."),
        { Phase: LeadershipPhase.Observing, IsPaused: true } => (HealthStatus.Healthy,
            $"Slave; its candidacy is paused. The master of {status.ElectionPath} is {NameOfLeader(status)}."),
        { Phase: LeadershipPhase.Observing, Unfit: { } fault } => (HealthStatus.Degraded, $"Not fit to lead, so it does not stand for election: {fault}"),
        { Phase: LeadershipPhase.Observing } => (HealthStatus.Unhealthy, "This node can't stand for election."),
        { Phase: LeadershipPhase.BackingOff } => (HealthStatus.Degraded, "Standing back for a while before joining the election again."),
        _ => (HealthStatus.Degraded, $"Changing role ({status.Phase})."),
    };

    private static string NameOfLeader(LeadershipStatus status) => status.Leader?.Name ?? "not known";

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static Dictionary<string, object> DataOf(LeadershipStatus status)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["role"] = status.Role switch
            {
                LeadershipRole.Leader => "master",
                LeadershipRole.Observer => "observer",
                _ => "slave",
            },
            ["phase"] = CamelCase(status.Phase.ToString()),
            ["paused"] = status.IsPaused,
            ["node"] = status.NodeName,
            ["election"] = status.ElectionPath,
            ["connection"] = CamelCase(status.Connection.ToString()),
            ["since"] = status.Since,
        };
        Add("term", status.Term);
        Add("fencingToken", status.FencingToken);
        Add("leader", status.Leader?.Name);
        Add("leaderUrl", status.Leader?.AdvertisedUrl);
        Add("unfit", status.Unfit);
        Add("lastError", status.LastError);
        return data;

        void Add(string key, object? value)
        {
            if (value is not null)
            {
                data[key] = value;
            }
        }
    }
}
