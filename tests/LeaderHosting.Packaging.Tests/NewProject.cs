using LeaderHosting.TestKit;

namespace LeaderHosting.Packaging.Tests;

/// <summary>A folder in which projects are made that install the packages, as a user does.</summary>
/// <remarks>
/// What NuGet unpacks for them goes into a folder that is deleted with them, and what the user of this machine has unpacked already is taken from there
/// (a "fallback folder", which is only read). So nothing of the test is left in the user's folder, and nothing is downloaded a second time. The package
/// sources are those that are configured on this machine, and the folder that nuget.config adds.
/// </remarks>
internal sealed class NewProject
{
    private readonly Dictionary<string, string?> _environment;

    private NewProject(string folder, Dictionary<string, string?> environment)
    {
        _environment = environment;
        Folder = folder;
    }

    /// <summary>The folder in which the commands are given: that of the nuget.config.</summary>
    public string Folder { get; }

    /// <summary>Prepares a folder.</summary>
    /// <param name="folder">Must be there.</param>
    /// <param name="nugetConfig">The text of its nuget.config.</param>
    public static async Task<NewProject> CreateAsync(string folder, string nugetConfig)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), nugetConfig);
        var unpacked = (await DotnetCommand.RunAsync(["nuget", "locals", "global-packages", "--list"])).Single().Split(": ", 2)[1];
        return new NewProject(folder, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NUGET_PACKAGES"] = Path.Combine(folder, ".packages"),
            ["NUGET_FALLBACK_PACKAGES"] = unpacked,
        });
    }

    /// <summary>Gives a command of the SDK, such as <c>new web</c>.</summary>
    public Task<IReadOnlyList<string>> DotnetAsync(params string[] arguments) => DotnetCommand.RunAsync(arguments, Folder, _environment);

    /// <summary>Replaces or adds a file of a project.</summary>
    public Task WriteAsync(string path, string text) => File.WriteAllTextAsync(Path.Combine(Folder, path), text);
}
