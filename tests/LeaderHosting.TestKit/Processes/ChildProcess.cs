using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LeaderHosting.TestKit;

/// <summary>
/// A program started by a test: its output is captured, it can be sent signals, and it never outlives the test, not even when the
/// test process is killed. Linux and macOS.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    // The shell becomes the program (exec), so the process id is the program's own. Before that it leaves a watcher behind, which reads
    // the pipe we hold: a line means "it has ended, stand down"; end-of-file means that we have died, so the program must go too.
    internal const string StartScript = """
        exec 3<&0
        { read -r _ <&3 || kill -9 $$; } >/dev/null 2>&1 &
        exec "$@" </dev/null 3<&-
        """;

    // The same, with lines that begin with "> " passed on to the program's standard input, through the named pipe that comes first.
    internal const string StartWithInputScript = """
        exec 3<&0
        input=$1; shift
        mkfifo "$input" || exit
        {
          while IFS= read -r line <&3; do
            case $line in
              "> "*) printf '%s\n' "${line#> }" ;;
              *) exit ;;
            esac
          done
          kill -9 $$
        } >"$input" 2>/dev/null &
        exec "$@" <"$input" 3<&-
        """;

    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string? _inputFolder;
    private readonly Task _exit;

    private ChildProcess(Process process, string name, string? inputFolder)
    {
        _process = process;
        _inputFolder = inputFolder;
        Name = name;
        Id = process.Id;
        _exit = ObserveAsync();
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>The program's process id.</summary>
    public int Id { get; }

    /// <summary>Standard output and standard error together.</summary>
    public CapturedOutput Output { get; } = new();

    /// <summary>Whether the program has ended and its output has been read to the end.</summary>
    public bool HasExited => _exit.IsCompleted;

    /// <summary>The exit code, 128 + n for a program ended by signal n; <see langword="null"/> while it runs.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Starts a program.</summary>
    /// <param name="program">A path, or a name to look up in PATH.</param>
    /// <param name="arguments">Passed as they are; nothing needs quoting.</param>
    /// <param name="environment">Variables to add, or with a null value to remove.</param>
    /// <param name="workingDirectory">By default the test's own.</param>
    /// <param name="takesInput">Whether <see cref="WriteLineAsync"/> will be used; otherwise its standard input is empty.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null,
        bool takesInput = false)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("These tests use POSIX signals; run them on Linux, macOS or WSL.");
        }

        var inputFolder = takesInput ? Directory.CreateTempSubdirectory("leaderhosting-input-").FullName : null;
        IEnumerable<string> script = inputFolder is null ? [StartScript, "sh"] : [StartWithInputScript, "sh", Path.Combine(inputFolder, "pipe")];
        var start = new ProcessStartInfo("/bin/sh", ["-c", .. script, program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!, Path.GetFileName(program), inputFolder);
    }

    /// <summary>Starts a built .NET program: <c>dotnet assembly.dll arguments</c>.</summary>
    /// <param name="assembly">The path of the dll; see <see cref="Repository.BuiltAssembly"/>.</param>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="environment">Variables to add, or with a null value to remove.</param>
    /// <param name="workingDirectory">By default the folder of the dll, where its appsettings.json lies.</param>
    /// <param name="takesInput">Whether <see cref="WriteLineAsync"/> will be used; otherwise its standard input is empty.</param>
    public static ChildProcess StartDotnet(
        string assembly,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null,
        bool takesInput = false) =>
        Start("dotnet", [assembly, .. arguments], environment, workingDirectory ?? Path.GetDirectoryName(assembly), takesInput);

    /// <summary>Writes a line to the program's standard input. Nothing happens when the program has ended.</summary>
    /// <exception cref="InvalidOperationException">It was started without input.</exception>
    public async Task WriteLineAsync(string line)
    {
        if (_inputFolder is null)
        {
            throw new InvalidOperationException($"{Name} was started without input.");
        }

        try
        {
            await _process.StandardInput.WriteLineAsync($"> {line}");
            await _process.StandardInput.FlushAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has just ended.
        }
    }

    /// <summary>Sends a signal. Does nothing when the program has ended.</summary>
    public void Signal(ProcessSignal signal)
    {
        if (!HasExited && !_process.HasExited)
        {
            UnixSignals.Send(Id, signal);
        }
    }

    /// <summary>Freezes the program (SIGSTOP) and returns when all of its threads stand still.</summary>
    public async Task PauseAsync()
    {
        Signal(ProcessSignal.Stop);
        if (OperatingSystem.IsLinux())
        {
            await Eventually.TrueAsync(() => HasExited || ThreadStates().All(static state => state is 'T'), $"{Name} to stand still");
        }
    }

    /// <summary>Lets a frozen program run on (SIGCONT).</summary>
    public void Resume() => Signal(ProcessSignal.Continue);

    /// <summary>Ends the program at once (SIGKILL) and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Signal(ProcessSignal.Kill);
        await WaitForExitAsync();
    }

    /// <summary>Waits for a line of output that <paramref name="isAwaited"/> accepts.</summary>
    /// <inheritdoc cref="CapturedOutput.WaitForLineAsync" path="//param|//exception"/>
    public Task<string> WaitForLineAsync(Func<string, bool> isAwaited, string what, int after = 0, TimeSpan? timeout = null) =>
        Output.WaitForLineAsync(isAwaited, $"{what} from {Name}", after, timeout);

    /// <summary>Waits for a line of output that matches a regular expression, and returns the match.</summary>
    /// <inheritdoc cref="CapturedOutput.WaitForLineAsync" path="//exception"/>
    public async Task<Match> WaitForLineAsync(Regex pattern, int after = 0, TimeSpan? timeout = null) =>
        pattern.Match(await WaitForLineAsync(pattern.IsMatch, $"a line matching /{pattern}/", after, timeout));

    /// <summary>Waits until the program has ended and its output has been read, and returns its exit code.</summary>
    /// <exception cref="TimeoutException">It still runs after <paramref name="timeout"/>; the message shows its last output.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        var limit = timeout ?? Eventually.DefaultTimeout;
        try
        {
            await _exit.WaitAsync(limit);
            return ExitCode!.Value;
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException(
                $"{Name} (process {Id}) still runs after {limit.TotalSeconds:0.0} s.{Environment.NewLine}{Output.Tail()}", exception);
        }
    }

    /// <summary>Kills the program if it runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task ObserveAsync()
    {
        var reading = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync("ended");
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The watcher has gone already: somebody killed the whole process group.
        }

        // A grandchild may have inherited the pipes and keep them open; the program's own output is long there.
        await Task.WhenAny(reading, Task.Delay(OutputGrace));
        ExitCode = _process.ExitCode;
        if (_inputFolder is not null)
        {
            Directory.Delete(_inputFolder, recursive: true);
        }

        Output.Complete();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        await Task.Yield();
        while (await reader.ReadLineAsync() is { } line)
        {
            Output.Add(line);
        }
    }

    /// <summary>One letter per thread from /proc: R, S, D, T (stopped), Z...; see proc(5).</summary>
    private List<char> ThreadStates()
    {
        try
        {
            // "12 (name, may contain anything) S ..."
            return [.. Directory.EnumerateDirectories($"/proc/{Id}/task")
                .Select(static task => File.ReadAllText(Path.Combine(task, "stat")))
                .Select(static stat => stat[stat.LastIndexOf(')') + 2])];
        }
        catch (IOException)
        {
            // A thread ended while we looked.
            return ['?'];
        }
    }
}
