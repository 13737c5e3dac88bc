using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LeaderHosting.Chaos.Network;

/// <summary>The system calls that .NET has no method for.</summary>
internal static partial class LinuxCalls
{
    public const short PollIn = 1;

    private const int NewNetworkNamespace = 0x40000000; // CLONE_NEWNET
    private const int ReadWrite = 0x2; // O_RDWR
    private const int NonBlocking = 0x800; // O_NONBLOCK
    private const int CloseOnExec = 0x80000; // O_CLOEXEC
    private const uint SetInterface = 0x400454ca; // TUNSETIFF
    private const short TunWithoutHeader = 0x1001; // IFF_TUN | IFF_NO_PI
    private const int InterfaceNameLength = 16;
    private const int InterfaceRequestLength = 40;

    /// <summary>Puts the calling thread into a new network namespace; what it starts from now on lives there (unshare(2)).</summary>
    /// <exception cref="Win32Exception">Not allowed, as a rule: it takes CAP_SYS_ADMIN.</exception>
    public static void EnterNewNetworkNamespace() => Check(Unshare(NewNetworkNamespace), "unshare");

    /// <summary>Creates a network device, in the calling thread's namespace, whose packets are read from and written to the returned file.</summary>
    public static int OpenTunDevice(string name)
    {
        var file = Check(Open("/dev/net/tun", ReadWrite | NonBlocking | CloseOnExec), "open /dev/net/tun");
        Span<byte> request = stackalloc byte[InterfaceRequestLength];
        request.Clear();
        System.Text.Encoding.ASCII.GetBytes(name, request);
        MemoryMarshal.Write(request[InterfaceNameLength..], TunWithoutHeader);
        Check(IoControl(file, SetInterface, ref MemoryMarshal.GetReference(request)), "ioctl TUNSETIFF");
        return file;
    }

    /// <summary>Waits until one of the files can be read, or time is up.</summary>
    public static void Poll(Span<PollFile> files, int milliseconds) => _ = Poll(ref MemoryMarshal.GetReference(files), (nuint)files.Length, milliseconds);

    /// <summary>Reads one packet; 0 or less when there is none.</summary>
    public static int Read(int file, Span<byte> packet) => (int)Read(file, ref MemoryMarshal.GetReference(packet), (nuint)packet.Length);

    /// <summary>Writes one packet; it may be lost, as on any network.</summary>
    public static void Write(int file, ReadOnlySpan<byte> packet) => _ = Write(file, in MemoryMarshal.GetReference(packet), (nuint)packet.Length);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    private static int Check(int result, string call) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(int file, nuint request, ref byte argument);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollFile files, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int file, ref byte buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int file, in byte buffer, nuint length);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollFile
    {
        public int File;
        public short Events;
        public short ReturnedEvents;
    }
}
