namespace LeaderHosting.TestKit;

/// <summary>How a ZooKeeper server of the tests is configured. The defaults start fast and expire sessions soon.</summary>
public sealed record ZooKeeperSettings
{
    /// <summary>
    /// ZooKeeper's unit of time; 500 ms here (2 s in its sample configuration). A server grants session timeouts from 2 ticks to 20:
    /// with this default from 1 s to 10 s.
    /// </summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many ticks a follower may take to connect to its leader and catch up.</summary>
    public int InitLimit { get; init; } = 20;

    /// <summary>How many ticks a follower may lag behind its leader before it is dropped.</summary>
    public int SyncLimit { get; init; } = 10;

    /// <summary>
    /// Lines of zoo.cfg to add or replace, by key. By default forceSync is "no": the server does not wait for the disk, so what it has
    /// acknowledged survives a killed process but not a power cut, which no test here stages.
    /// </summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Arguments for the Java virtual machine, such as <c>-Dname=value</c>, after the ones that make it start fast.</summary>
    public IReadOnlyList<string> JvmArguments { get; init; } = [];

    /// <summary>Environment variables for the server's process; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> EnvironmentVariables { get; init; } =
        new Dictionary<string, string?>(StringComparer.Ordinal);

    internal IEnumerable<string> ToConfigLines(string dataFolder, int clientPort)
    {
        var lines = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["tickTime"] = ((int)TickTime.TotalMilliseconds).ToString(),
            ["initLimit"] = InitLimit.ToString(),
            ["syncLimit"] = SyncLimit.ToString(),
            ["dataDir"] = dataFolder,
            ["clientPort"] = clientPort.ToString(),
            ["clientPortAddress"] = "127.0.0.1",
            ["admin.enableServer"] = "false",
            ["maxClientCnxns"] = "0",
            ["4lw.commands.whitelist"] = "*",
            ["forceSync"] = "no",

            // In kilobytes; the transaction log otherwise grows in steps of 64 MB.
            ["preAllocSize"] = "1024",
        };
        foreach (var (key, value) in Extra)
        {
            lines[key] = value;
        }

        return lines.Select(static line => $"{line.Key}={line.Value}");
    }
}
