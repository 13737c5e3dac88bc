namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>What the just-in-time compiler compiles in a process: the runtime lists it, complete when the process has ended in order.</summary>
internal static class CompiledMethods
{
    private const string Prefix = ": JIT compiled ";

    /// <summary>The environment variables that ask for the list.</summary>
    /// <param name="file">Where to.</param>
    public static Dictionary<string, string?> ListedIn(string file) => new(StringComparer.Ordinal)
    {
        ["DOTNET_JitStdOutFile"] = file,
        ["DOTNET_JitDisasmSummary"] = "1",
    };

    /// <summary>The methods in the order in which each was compiled for the first time; that it is compiled better later does not count.</summary>
    /// <param name="file">The list.</param>
    public static List<string> ReadFirst(string file) =>
    [
        .. File.ReadLines(file)
            .Where(static line => line.Contains(Prefix, StringComparison.Ordinal))
            .Select(static line => line[(line.IndexOf(Prefix, StringComparison.Ordinal) + Prefix.Length)..line.LastIndexOf(" [", StringComparison.Ordinal)])
            .Distinct(StringComparer.Ordinal),
    ];
}
