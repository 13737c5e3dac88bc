using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FailoverDemo.Cluster;

/// <summary>Signals to processes, which Windows does not have.</summary>
internal static partial class UnixSignal
{
    private const int Term = 15;

    /// <summary>Whether there are signals here.</summary>
    public static bool IsSupported => !OperatingSystem.IsWindows();

    // Linux and macOS disagree on these two.
    private static int Stop => OperatingSystem.IsMacOS() ? 17 : 19;

    private static int Continue => OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Asks a process to end (SIGTERM).</summary>
    public static void Terminate(int processId) => Send(processId, Term);

    /// <summary>Freezes a process (SIGSTOP).</summary>
    public static void Freeze(int processId) => Send(processId, Stop);

    /// <summary>Lets a frozen process run on (SIGCONT).</summary>
    public static void Thaw(int processId) => Send(processId, Continue);

    private static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Process {processId} could not be sent signal {signal}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
