using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore;

/// <summary>
/// The answer of the health endpoint. The order of the properties is the order in the JSON. Only what is named here is ever written: nothing of the
/// options, no exception, no data of other checks.
/// </summary>
/// <remarks>What the election is like is <see langword="null"/> throughout when its check has thrown.</remarks>
internal sealed record LeadershipHealthResponse
{
    public required string Status { get; init; }

    public string? Role { get; init; }

    public string? Phase { get; init; }

    public long? Term { get; init; }

    public long? FencingToken { get; init; }

    public string? Node { get; init; }

    public string? Leader { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LeaderUrl { get; init; }

    public string? Election { get; init; }

    public string? Connection { get; init; }

    /// <summary>A <see cref="DateTime"/>, because System.Text.Json writes one in UTC with a <c>Z</c>.</summary>
    public DateTime? Since { get; init; }

    public string? Description { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastError { get; init; }

    /// <summary>The status of each check by name, when checks other than the election's count too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, string>? Checks { get; init; }

    /// <summary>The answer.</summary>
    /// <param name="report">The checks that count.</param>
    /// <param name="election">What the election's own check says, and the data in which it names what it has seen.</param>
    public static LeadershipHealthResponse From(HealthReport report, HealthReportEntry election)
    {
        var data = election.Data;
        return new LeadershipHealthResponse
        {
            Status = report.Status.ToString(),
            Role = Text("role"),
            Phase = Text("phase"),
            Term = Number("term"),
            FencingToken = Number("fencingToken"),
            Node = Text("node"),
            Leader = Text("leader"),
            LeaderUrl = Text("leaderUrl"),
            Election = Text("election"),
            Connection = Text("connection"),
            Since = (data.GetValueOrDefault("since") as DateTimeOffset?)?.UtcDateTime,
            Description = report.Entries.ContainsKey(LeadershipHealthEndpoint.Tag) ? election.Description : null,
            LastError = Text("lastError"),
            Checks = ListChecks(report),
        };

        string? Text(string key) => data.GetValueOrDefault(key) as string;

        long? Number(string key) => data.GetValueOrDefault(key) as long?;
    }

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
