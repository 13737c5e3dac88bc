using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LeaderHosting.TestKit;

/// <summary>Sends signals with kill(2).</summary>
internal static partial class UnixSignals
{
    private const int NoSuchProcess = 3;

    /// <summary>Sends a signal; a process that is already gone is no error.</summary>
    internal static void Send(int processId, ProcessSignal signal)
    {
        if (Kill(processId, NumberOf(signal)) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new Win32Exception(error, $"Could not send {signal} to process {processId}.");
        }
    }

    // Linux and macOS agree on most numbers, not on these two.
    private static int NumberOf(ProcessSignal signal) => signal switch
    {
        ProcessSignal.Kill => 9,
        ProcessSignal.Terminate => 15,
        ProcessSignal.Continue => OperatingSystem.IsMacOS() ? 19 : 18,
        ProcessSignal.Stop => OperatingSystem.IsMacOS() ? 17 : 19,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a known signal."),
    };

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
