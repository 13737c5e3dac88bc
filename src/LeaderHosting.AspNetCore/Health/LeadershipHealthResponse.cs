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

    /// <summary>Whether the candidacy is paused.</summary>
    public bool? Paused { get; init; }

    /// <summary>Why the node's health checks keep it from standing for election; <see langword="null"/> when they don't.</summary>
    public string? Unfit { get; init; }

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

    /// <summary>The elections with a name, by name, when the answer is not about one of them alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, LeadershipHealthResponse>? Elections { get; init; }

    /// <summary>The status of each check by name, when checks other than the elections' count too.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, string>? Checks { get; init; }

    /// <summary>The answer.</summary>
    /// <param name="report">The checks that count.</param>
    /// <param name="all">The checks that ran, those of the elections among them.</param>
    /// <param name="ownCheck">The check of the election that the answer is about.</param>
    public static LeadershipHealthResponse From(HealthReport report, HealthReport all, string ownCheck)
    {
        var named = all.Entries
            .Where(entry => ElectionChecks.ElectionOf(entry.Key) is not null && entry.Value.Tags.Contains(ElectionChecks.Tag))
            .Where(entry => !string.Equals(entry.Key, ownCheck, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(static entry => ElectionChecks.ElectionOf(entry.Key)!, static entry => Of(entry.Value, entry.Value.Status, entry.Value.Description));
        var own = Of(
            all.Entries.GetValueOrDefault(ownCheck),
            report.Status,
            report.Entries.TryGetValue(ownCheck, out var counted) ? counted.Description : null);
        return own with
        {
            Elections = named.Count == 0 ? null : new SortedDictionary<string, LeadershipHealthResponse>(named, StringComparer.Ordinal),
            Checks = ListChecks(report),
        };
    }

    /// <summary>What an election's check says, and the data in which it names what it has seen.</summary>
    private static LeadershipHealthResponse Of(HealthReportEntry check, HealthStatus status, string? description)
    {
        var data = check.Data;
        return new LeadershipHealthResponse
        {
            Status = status.ToString(),
            Role = Text("role"),
            Phase = Text("phase"),
            Paused = data?.GetValueOrDefault("paused") as bool?,
            Unfit = Text("unfit"),
            Term = Number("term"),
            FencingToken = Number("fencingToken"),
            Node = Text("node"),
            Leader = Text("leader"),
            LeaderUrl = Text("leaderUrl"),
            Election = Text("election"),
            Connection = Text("connection"),
            Since = (data?.GetValueOrDefault("since") as DateTimeOffset?)?.UtcDateTime,
            Description = description,
            LastError = Text("lastError"),
        };

        string? Text(string key) => data?.GetValueOrDefault(key) as string;

        long? Number(string key) => data?.GetValueOrDefault(key) as long?;
    }

    private static SortedDictionary<string, string>? ListChecks(HealthReport report)
    {
        if (report.Entries.All(static entry => IsOfElection(entry.Key, entry.Value)))
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

    private static bool IsOfElection(string check, HealthReportEntry entry) =>
        check == ElectionChecks.Tag || (ElectionChecks.ElectionOf(check) is not null && entry.Tags.Contains(ElectionChecks.Tag));
}
