using System.Globalization;
using LeaderHosting.Chaos.Checking;

namespace LeaderHosting.Chaos.Machines;

/// <summary>What a process uses, as Linux tells it.</summary>
internal static class ProcessResources
{
    private const string ResidentLine = "VmRSS:";
    private const string ThreadsLine = "Threads:";

    /// <summary>Its memory, handles and threads; nothing when it has just ended.</summary>
    public static IReadOnlyList<(ResourceKind Resource, long Amount)> Of(int processId)
    {
        try
        {
            var status = File.ReadAllLines($"/proc/{processId}/status");
            return
            [
                (ResourceKind.MemoryKiB, NumberIn(ResidentLine)),
                (ResourceKind.Handles, Directory.EnumerateFileSystemEntries($"/proc/{processId}/fd").Count()),
                (ResourceKind.Threads, NumberIn(ThreadsLine)),
            ];

            long NumberIn(string name)
            {
                var line = status.First(line => line.StartsWith(name, StringComparison.Ordinal));
                return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer, CultureInfo.InvariantCulture);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return [];
        }
    }
}
