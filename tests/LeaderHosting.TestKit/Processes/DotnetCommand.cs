namespace LeaderHosting.TestKit;

/// <summary>Runs a command of the .NET SDK, such as <c>dotnet publish</c>, to its end.</summary>
public static class DotnetCommand
{
    // A whole compilation, on a machine that has other things to do as well.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    // No compiler or build server outlives the command.
    private static readonly Dictionary<string, string?> WithoutServers = new(StringComparer.Ordinal)
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    /// <summary>Runs it and returns what it has written.</summary>
    /// <param name="arguments">What follows <c>dotnet</c>.</param>
    /// <param name="workingDirectory">By default <see cref="Repository.Root"/>.</param>
    /// <param name="environment">Further variables.</param>
    /// <exception cref="InvalidOperationException">It ended with an error; the message shows what it wrote last.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var variables = new Dictionary<string, string?>(WithoutServers, StringComparer.Ordinal);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            variables[name] = value;
        }

        await using var command = ChildProcess.Start("dotnet", arguments, variables, workingDirectory ?? Repository.Root);
        var exitCode = await command.WaitForExitAsync(Limit);
        return exitCode == 0
            ? command.Output.Lines
            : throw new InvalidOperationException(
                $"dotnet {string.Join(' ', arguments)} ended with exit code {exitCode}.{Environment.NewLine}{command.Output.Tail()}");
    }
}
