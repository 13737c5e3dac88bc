using System.Runtime.InteropServices;

namespace LeaderHosting.Lease;

/// <summary>
/// The system's clock for leases: a monotonic one that also counts the time in which the machine was suspended, so that a lease does not outlive the
/// sleep of a laptop or of a virtual machine.
/// </summary>
/// <remarks>
/// .NET reads CLOCK_MONOTONIC on Linux, which stands still while the machine is suspended (clock_gettime(2)); CLOCK_BOOTTIME does not. On
/// other systems this is <see cref="TimeProvider.System"/>.
/// </remarks>
internal sealed partial class LeaseTimeProvider : TimeProvider
{
    private const int ClockBoottime = 7;
    private const long NanosecondsPerSecond = 1_000_000_000;

    private LeaseTimeProvider()
    {
    }

    /// <summary>The clock to use when the application gives none of its own.</summary>
    public static TimeProvider Instance { get; } = Create();

    /// <inheritdoc/>
    public override long TimestampFrequency => NanosecondsPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() =>
        TryRead(out var timestamp) ? timestamp : throw new PlatformNotSupportedException("CLOCK_BOOTTIME can't be read any more.");

    private static TimeProvider Create()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return System;
        }

        try
        {
            return TryRead(out _) ? new LeaseTimeProvider() : System;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return System;
        }
    }

    private static bool TryRead(out long timestamp)
    {
        var result = ClockGetTime(ClockBoottime, out var time);
        timestamp = (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
        return result == 0;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
