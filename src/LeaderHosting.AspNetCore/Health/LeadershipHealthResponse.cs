using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore;

/// <summary>
/// The answer of the health endpoint. The order of the properties is the order in the JSON. Only what is named here is ever written: nothing of the
/// options, no exception, no data of other checks.
/// </summary>
internal sealed record LeadershipHealthResponse
{
    public required string Status { get; init; }

    public required string Role { get; init; }

    public required string Phase { get; init; }

    public long? Term { get; init; }

    public long? FencingToken { get; init; }

    public required string Node { get; init; }

    public string? Leader { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LeaderUrl { get; init; }

    public required string Election { get; init; }

    public required string Connection { get; init; }

    /// <summary>A <see cref="DateTime"/>, because System.Text.Json writes one in UTC with a <c>Z</c>.</summary>
    public required DateTime Since { get; init; }

    public string? Description { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastError { get; init; }

    /// <summary>The status of each check by name, when checks other than the election's count too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, string>? Checks { get; init; }

    public static LeadershipHealthResponse From(HealthReport report, LeadershipStatus status) => new()
    {
        Status = report.Status.ToString(),
        Role = RoleWord(status.Role),
        Phase = Word(status.Phase.ToString()),
        Term = status.Term,
        FencingToken = status.FencingToken,
        Node = status.NodeName,
        Leader = status.Leader?.Name,
        LeaderUrl = status.Leader?.AdvertisedUrl,
        Election = status.ElectionPath,
        Connection = Word(status.Connection.ToString()),
        Since = status.Since.UtcDateTime,
        Description = report.Entries.TryGetValue(LeadershipHealthEndpoint.Tag, out var entry) ? entry.Description : null,
        LastError = status.LastError,
        Checks = ListChecks(report),
    };

    /// <summary>What operators of master and slave nodes call the role.</summary>
    private static string RoleWord(LeadershipRole role) => role switch
    {
        LeadershipRole.Leader => "master",
        LeadershipRole.Follower => "slave",
        LeadershipRole.Observer => "observer",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "Unknown role."),
    };

    private static string Word(string enumName) => JsonNamingPolicy.CamelCase.ConvertName(enumName);

    private static SortedDictionary<string, string>? ListChecks(HealthReport report)
    {
        if (report.Entries.Keys.All(static name => name == LeadershipHealthEndpoint.Tag))
        {
            return null;
        }

        var checks = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, entry) in report.Entries)
        {
            checks.Add(name, entry.Status.ToString());
        }

        return checks;
    }
}
