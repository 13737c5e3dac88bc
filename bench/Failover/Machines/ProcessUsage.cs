using System.Globalization;

namespace LeaderHosting.Bench.Failover.Machines;

/// <summary>What a process has used so far, as Linux tells it.</summary>
/// <param name="ProcessorSeconds">Processor time, in all its threads.</param>
/// <param name="MemoryMiB">Resident memory now.</param>
/// <param name="Threads">Threads now.</param>
internal sealed record ProcessUsage(double ProcessorSeconds, double MemoryMiB, double Threads)
{
    private const double TicksPerSecond = 100; // sysconf(_SC_CLK_TCK), the same on all Linux machines
    private const double KibibytesPerMiB = 1024;
    private const int UserTimeField = 11; // counted from the state, which follows the name
    private const int SystemTimeField = 12;

    /// <summary>That of a process.</summary>
    public static ProcessUsage Of(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var status = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessUsage((Number(fields[UserTimeField]) + Number(fields[SystemTimeField])) / TicksPerSecond, Line("VmRSS:") / KibibytesPerMiB, Line("Threads:"));

        double Line(string name) =>
            Number(status.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
