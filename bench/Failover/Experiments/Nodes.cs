using System.Diagnostics;
using System.Globalization;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>What experiments do to znodes.</summary>
internal static class Nodes
{
    private const int SequenceLength = 10;

    /// <summary>The path of the candidate that leads, if names end with a sequence number, as those of all recipes do.</summary>
    public static async Task<string> LeaderOfAsync(ZooKeeperClient client, string group, bool newestLeads)
    {
        var children = await client.GetChildrenAsync(group);
        var ordered = children.OrderBy(static name => long.Parse(name.AsSpan(name.Length - SequenceLength), NumberStyles.None, CultureInfo.InvariantCulture));
        return $"{group}/{(newestLeads ? ordered.Last() : ordered.First())}";
    }

    /// <summary>When a watch fires, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public static async Task<long> TimeOfChangeAsync<T>(Watched<T> watched)
    {
        await watched.Changed;
        return Stopwatch.GetTimestamp();
    }
}
