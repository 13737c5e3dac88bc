using System.Text.Json;

namespace FailoverDemo.Cluster;

/// <summary>What a node says of itself at /health.</summary>
/// <param name="Status">Healthy, Degraded, Unhealthy.</param>
/// <param name="Role">master, slave.</param>
/// <param name="Term">The term it leads in, or the newest it knows of.</param>
/// <param name="Token">The fencing token of that term.</param>
internal sealed record NodeHealth(string Status, string Role, long? Term, long? Token)
{
    /// <summary>Whether it is master, and all is well.</summary>
    public bool IsHealthyMaster => this is { Status: "Healthy", Role: "master" };

    /// <summary>Whether it is slave, and all is well.</summary>
    public bool IsHealthySlave => this is { Status: "Healthy", Role: "slave" };

    /// <summary>Reads the answer.</summary>
    public static NodeHealth Parse(JsonElement json) => new(
        json.GetProperty("status").GetString()!, json.GetProperty("role").GetString()!, Number(json, "term"), Number(json, "fencingToken"));

    private static long? Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;
}
