using System.Globalization;
using System.Runtime.InteropServices;

namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>What a measurement ran on: figures of two runs are never compared, and this says why they differ.</summary>
internal sealed record Machine(DateTimeOffset Date, int Cores, string Processor, double MemoryGiB, string System, string Runtime, string LoadAverage)
{
    private const string ModelLine = "model name";
    private const double BytesPerGiB = 1024 * 1024 * 1024;

    /// <summary>This machine now.</summary>
    public static Machine Now() => new(
        DateTimeOffset.UtcNow,
        Environment.ProcessorCount,
        ReadProcessor(),
        Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerGiB, 1),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Trim() : "");

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Date:yyyy-MM-dd HH:mm} UTC, {Cores} cores ({Processor}), {MemoryGiB} GiB, {Runtime}, load {LoadAverage}");

    private static string ReadProcessor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(static line => line.StartsWith(ModelLine, StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
        : "unknown";
}
