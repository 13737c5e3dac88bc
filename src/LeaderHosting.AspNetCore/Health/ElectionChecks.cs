using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore;

/// <summary>How <c>AddZooKeeperLeadership()</c> names and tags the health checks of elections.</summary>
internal static class ElectionChecks
{
    /// <summary>The tag of them all, and the name of the unnamed election's.</summary>
    public const string Tag = "leadership";

    private const string NamedPrefix = Tag + ":";

    /// <summary>The name of an election's check.</summary>
    public static string NameOf(string election) => election.Length == 0 ? Tag : NamedPrefix + election;

    /// <summary>The name of the election that a check is of, or <see langword="null"/> when it is of the unnamed one or of none.</summary>
    public static string? ElectionOf(string check) =>
        check.StartsWith(NamedPrefix, StringComparison.OrdinalIgnoreCase) ? check[NamedPrefix.Length..] : null;

    /// <summary>Whether a check counts when nothing else was said.</summary>
    public static bool IsTagged(HealthCheckRegistration registration) => registration.Tags.Contains(Tag);

    /// <summary>Whether a check has a name.</summary>
    public static bool IsNamed(HealthCheckRegistration registration, string name) =>
        string.Equals(registration.Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a check tells of an election.</summary>
    public static bool IsOne(HealthCheckRegistration registration) =>
        IsNamed(registration, Tag) || (IsTagged(registration) && ElectionOf(registration.Name) is not null);
}
