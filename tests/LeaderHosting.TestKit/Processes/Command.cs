namespace LeaderHosting.TestKit;

/// <summary>Runs a program that ends by itself, such as <c>git</c> or a script, to its end.</summary>
public static class Command
{
    // A whole compilation, on a machine that has other things to do as well.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Runs it and returns what it has written to standard output and standard error.</summary>
    /// <param name="program">A path, or a name to look up in PATH.</param>
    /// <param name="arguments">Passed as they are; nothing needs quoting.</param>
    /// <param name="workingDirectory">By default <see cref="Repository.Root"/>.</param>
    /// <param name="environment">Variables to add, or with a null value to remove.</param>
    /// <exception cref="InvalidOperationException">It ended with an error; the message shows what it wrote last.</exception>
    /// <exception cref="TimeoutException">It did not end within eight minutes.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        await using var command = ChildProcess.Start(program, arguments, environment, workingDirectory ?? Repository.Root);
        var exitCode = await command.WaitForExitAsync(Limit);
        return exitCode == 0
            ? command.Output.Lines
            : throw new InvalidOperationException(
                $"{command.Name} {string.Join(' ', arguments)} ended with exit code {exitCode}.{Environment.NewLine}{command.Output.Tail()}");
    }
}
