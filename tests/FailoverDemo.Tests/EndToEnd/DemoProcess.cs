using System.Globalization;
using LeaderHosting.TestKit;

namespace FailoverDemo.Tests.EndToEnd;

/// <summary>The demo as a process of its own, with a folder for its files, by which its nodes are told from those of others.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    // Runs a program in a terminal, and ends with its exit code.
    private const string PseudoTerminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

    private static readonly string Assembly = Repository.BuiltAssembly("samples/FailoverDemo");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("failover-demo-tests-");

    private DemoProcess(Func<string, ChildProcess> start) => Process = start(_folder.FullName);

    public ChildProcess Process { get; }

    /// <summary>The process ids of its nodes, frozen ones included.</summary>
    public IReadOnlyList<int> Nodes =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0 && CommandLineOf(id).Contains(_folder.FullName, StringComparison.Ordinal)),
    ];

    /// <summary>Whether it has left files behind.</summary>
    public bool LeftFiles => _folder.EnumerateFileSystemInfos("failover-demo-*").Any();

    public static DemoProcess Start(params IEnumerable<string> arguments) => new(folder => ChildProcess.Start(
        // A shell that runs the tests in the background has them ignore SIGINT, and every child inherits that; env takes it back.
        "env", ["--default-signal=INT", "dotnet", Assembly, .. arguments], Environment(folder)));

    /// <summary>Starts it in a terminal of its own, of 80 by 24, which <see cref="ChildProcess.WriteLineAsync"/> types into.</summary>
    public static DemoProcess StartInTerminal() => new(folder => ChildProcess.Start(
        "python3",
        ["-c", PseudoTerminal, "sh", "-c", $"stty rows 24 cols 80; exec env --default-signal=INT dotnet {Assembly}"],
        Environment(folder),
        takesInput: true));

    /// <summary>Waits until it has ended and checks its exit code; if that is another, the message shows what it has said.</summary>
    public async Task AssertEndsWithAsync(int exitCode, TimeSpan? timeout = null)
    {
        var actual = await Process.WaitForExitAsync(timeout);
        Assert.True(actual == exitCode, $"The demo ended with {actual} and not with {exitCode}.{System.Environment.NewLine}{Process.Output.Tail()}");
    }

    public async ValueTask DisposeAsync()
    {
        // Asked, it ends its nodes too; killed, it could not.
        await using (Process)
        {
            Process.Signal(ProcessSignal.Terminate);
            await Process.WaitForExitAsync();
        }

        _folder.Delete(recursive: true);
    }

    private static Dictionary<string, string?> Environment(string folder) => new(StringComparer.Ordinal) { ["TMPDIR"] = folder, ["TERM"] = "xterm" };

    private static string CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
