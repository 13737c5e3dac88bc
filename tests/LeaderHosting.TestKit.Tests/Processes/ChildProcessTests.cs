using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LeaderHosting.TestKit.Tests;

public sealed class ChildProcessTests
{
    private const string WaitsForSigterm = "trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 0.02; done";

    [Fact]
    public async Task Captures_both_streams_and_the_exit_code()
    {
        await using var process = Shell("echo out; echo err >&2; exit 7");

        Assert.Equal(7, await process.WaitForExitAsync());
        Assert.Equal(7, process.ExitCode);
        Assert.True(process.HasExited);
        Assert.Equal(["err", "out"], process.Output.Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Arguments_environment_and_folder_arrive_unchanged()
    {
        var folder = Directory.CreateTempSubdirectory("leaderhosting-test-");
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["KIT_TEST"] = "v w", ["PWD"] = null };
        await using var process = ChildProcess.Start(
            "sh", ["-c", "printf '%s\\n' \"$1\" \"$2\" \"$KIT_TEST\" \"$(pwd)\"", "sh", "a 'b\" $c", ""], environment, folder.FullName);

        await process.WaitForExitAsync();

        Assert.Equal(["a 'b\" $c", "", "v w", folder.FullName], process.Output.Lines);
        folder.Delete();
    }

    [Fact]
    public async Task The_process_id_is_the_programs_own()
    {
        await using var process = Shell("echo $$");

        await process.WaitForExitAsync();

        Assert.Equal(process.Id.ToString(), Assert.Single(process.Output.Lines));
    }

    [Fact]
    public async Task Lines_written_to_it_arrive_on_its_standard_input()
    {
        await using var process = ChildProcess.Start(
            "sh", ["-c", "while read -r line; do echo \"got $line\"; [ \"$line\" = quit ] && exit 4; done"], takesInput: true);

        await process.WriteLineAsync("ended");
        await process.WaitForLineAsync(static line => line == "got ended", "the first line");
        await process.WriteLineAsync("quit");

        Assert.Equal(4, await process.WaitForExitAsync());
        Assert.Equal(["got ended", "got quit"], process.Output.Lines);
        await process.WriteLineAsync("nobody is there any more");
    }

    [Fact]
    public async Task Without_input_there_is_nothing_to_write_to()
    {
        await using var process = Shell("read -r line; echo \"got $line\"");

        await process.WaitForExitAsync();

        Assert.Equal("got ", Assert.Single(process.Output.Lines));
        await Assert.ThrowsAsync<InvalidOperationException>(() => process.WriteLineAsync("x"));
    }

    [Fact]
    public async Task Waits_for_a_line_to_come_and_finds_one_that_came()
    {
        await using var process = Shell("echo term 12; " + WaitsForSigterm);

        await process.WaitForLineAsync(static line => line == "ready", "ready");
        var match = await process.WaitForLineAsync(new Regex(@"^term (\d+)$"));

        Assert.Equal("12", match.Groups[1].Value);
    }

    [Fact]
    public async Task Lines_before_a_mark_do_not_count()
    {
        await using var process = Shell(WaitsForSigterm);
        await process.WaitForLineAsync(static line => line == "ready", "ready");
        var later = process.WaitForLineAsync(static _ => true, "any line", after: process.Output.Count);
        Assert.False(later.IsCompleted);

        process.Signal(ProcessSignal.Terminate);

        Assert.Equal("bye", await later);
    }

    [Fact]
    public async Task A_line_that_never_comes_fails_with_the_output()
    {
        await using var ended = Shell("echo something else");
        await using var silent = Shell(WaitsForSigterm);
        await silent.WaitForLineAsync(static line => line == "ready", "ready");

        var atEnd = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ended.WaitForLineAsync(static line => line == "hello", "a greeting"));
        var inTime = await Assert.ThrowsAsync<TimeoutException>(
            () => silent.WaitForLineAsync(static line => line == "hello", "a greeting", timeout: TimeSpan.FromMilliseconds(50)));

        Assert.Contains("a greeting from sh", atEnd.Message, StringComparison.Ordinal);
        Assert.EndsWith("something else", atEnd.Message, StringComparison.Ordinal);
        Assert.EndsWith("ready", inTime.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_reaches_the_program()
    {
        await using var process = Shell(WaitsForSigterm);
        await process.WaitForLineAsync(static line => line == "ready", "ready");

        process.Signal(ProcessSignal.Terminate);

        Assert.Equal(3, await process.WaitForExitAsync());
        Assert.Equal("bye", process.Output.Lines[^1]);

        // Nobody there any more: no error.
        process.Signal(ProcessSignal.Terminate);
    }

    [Fact]
    public async Task Kill_cannot_be_caught()
    {
        await using var process = Shell(WaitsForSigterm);
        await process.WaitForLineAsync(static line => line == "ready", "ready");

        await process.KillAsync();

        Assert.Equal(128 + 9, process.ExitCode);
        Assert.DoesNotContain("bye", process.Output.Lines);
    }

    [Fact]
    public async Task A_paused_program_does_nothing_until_it_is_resumed()
    {
        await using var process = Shell(WaitsForSigterm);
        await process.WaitForLineAsync(static line => line == "ready", "ready");

        await process.PauseAsync();
        process.Signal(ProcessSignal.Terminate);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains("State:\tT", await File.ReadAllTextAsync($"/proc/{process.Id}/status"), StringComparison.Ordinal);
        }

        Assert.False(process.HasExited);

        process.Resume();
        Assert.Equal(3, await process.WaitForExitAsync());
    }

    [Fact]
    public async Task An_exit_that_does_not_come_fails_with_the_output()
    {
        await using var process = Shell(WaitsForSigterm);
        await process.WaitForLineAsync(static line => line == "ready", "ready");

        var exception = await Assert.ThrowsAsync<TimeoutException>(() => process.WaitForExitAsync(TimeSpan.FromMilliseconds(50)));

        Assert.Contains("still runs", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("ready", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_kills_the_program_and_may_be_repeated()
    {
        var process = Shell(WaitsForSigterm);
        using var observer = Process.GetProcessById(process.Id);

        await process.DisposeAsync();
        await process.DisposeAsync();

        Assert.True(observer.HasExited);
    }

    [Fact]
    public async Task A_program_that_is_missing_says_so()
    {
        await using var process = ChildProcess.Start("no-such-program-here", []);

        Assert.Equal(127, await process.WaitForExitAsync());
        Assert.Contains("no-such-program-here", process.Output.Tail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_dies_with_the_process_that_started_it()
    {
        // When a process dies, even by SIGKILL, the system closes its end of the pipe. That is all the watcher sees.
        using var process = StartWithScript("600");

        process.StandardInput.Close();

        using var limit = new CancellationTokenSource(Eventually.DefaultTimeout);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(128 + 9, process.ExitCode);
    }

    [Fact]
    public async Task The_watcher_stands_down_when_told_that_the_program_has_ended()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // Looks into /proc.
        }

        // It must not kill whichever process has the number by then: here, stood down too early, the program itself.
        var unique = $"600.{Random.Shared.Next():D10}";
        using var process = StartWithScript(unique);
        await Eventually.ValueAsync(() => CountProcesses(unique), static count => count == 2, "the program and its watcher");

        await process.StandardInput.WriteLineAsync("ended");
        process.StandardInput.Close();

        await Eventually.ValueAsync(() => CountProcesses(unique), static count => count == 1, "the watcher to go");
        Assert.False(process.HasExited);
        process.Kill();
    }

    [Fact]
    public async Task Runs_a_dotnet_program()
    {
        await using var process = ChildProcess.StartDotnet("--version", []);

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Matches(@"^\d+\.\d+\.\d+", process.Output.Lines[^1]);
    }

    private static ChildProcess Shell(string script) => ChildProcess.Start("/bin/sh", ["-c", script]);

    private static Process StartWithScript(string secondsToSleep)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", ChildProcess.StartScript, "sh", "sleep", secondsToSleep])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        };
        return Process.Start(start)!;
    }

    private static int CountProcesses(string argument) => Directory.EnumerateDirectories("/proc").Count(folder =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0').Contains(argument, StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // Not a process, or one that has just ended.
        }
    });
}
