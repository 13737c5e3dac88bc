using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FailoverDemo.Cluster;

/// <summary>A process of samples/SchedulerApp. What it logs goes to a file.</summary>
internal sealed class NodeProcess : IDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly TextWriter _log;
    private readonly Task _end;
    private volatile Uri? _address;

    private NodeProcess(Process process, string logFile)
    {
        _process = process;
        _log = TextWriter.Synchronized(new StreamWriter(logFile, append: true) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => Note(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _end = process.WaitForExitAsync();
        Id = process.Id;
    }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Whether it is gone and its output has been read. Any thread may ask, also when it has been disposed of.</summary>
    public bool HasEnded => _end.IsCompleted;

    /// <summary>Where its web server listens, as soon as it has said so. Any thread may ask.</summary>
    public Uri? Address => _address;

    /// <summary>Starts the program.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="logFile">Where its output is appended to.</param>
    public static NodeProcess Start(IEnumerable<string> arguments, string logFile)
    {
        var start = new ProcessStartInfo(DotnetHost(), [Path.Combine(AppContext.BaseDirectory, "SchedulerApp.dll"), .. arguments])
        {
            UseShellExecute = false,

            // Nothing of the terminal is the process's: it would change its settings.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new NodeProcess(new Process { StartInfo = start }, logFile);
    }

    /// <summary>Ends it at once (SIGKILL), frozen or not, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForEndAsync();
    }

    /// <summary>Waits until it is gone and its output has been read.</summary>
    public Task WaitForEndAsync() => _end;

    /// <summary>Releases it; it should have ended.</summary>
    public void Dispose()
    {
        _process.Dispose();
        _log.Dispose();
    }

    /// <summary>The dotnet that runs this program, wherever it is installed: three folders above the runtime.</summary>
    private static string DotnetHost() => Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        _log.WriteLine(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var index)
        {
            _address = new Uri(line[(index + Listening.Length)..]);
        }
    }
}
