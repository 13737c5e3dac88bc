namespace LeaderHosting.TestKit;

/// <summary>Runs a command of the .NET SDK, such as <c>dotnet publish</c>, to its end.</summary>
public static class DotnetCommand
{
    /// <summary>Variables under which no compiler or build server outlives the command: for scripts that run commands of the SDK, too.</summary>
    public static IReadOnlyDictionary<string, string?> WithoutServers { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
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
    /// <inheritdoc cref="Command.RunAsync" path="/exception"/>
    public static Task<IReadOnlyList<string>> RunAsync(
        IReadOnlyList<string> arguments, string? workingDirectory = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var variables = new Dictionary<string, string?>(WithoutServers, StringComparer.Ordinal);
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>(StringComparer.Ordinal))
        {
            variables[name] = value;
        }

        return Command.RunAsync("dotnet", arguments, workingDirectory, variables);
    }
}
