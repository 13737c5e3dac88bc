namespace LeaderHosting.TestKit;

/// <summary>Where things are in the source tree that the running tests were built from.</summary>
public static class Repository
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    /// <summary>The folder that holds LeaderHosting.sln.</summary>
    public static string Root => LazyRoot.Value;

    /// <summary>
    /// The built dll of a project, in the configuration (Debug or Release) that the running test was built in:
    /// <c>BuiltAssembly("samples/Minimal")</c>.
    /// </summary>
    /// <param name="projectFolder">The project's folder, relative to <see cref="Root"/>.</param>
    /// <param name="assemblyName">By default the name of the folder.</param>
    /// <exception cref="FileNotFoundException">It has not been built.</exception>
    public static string BuiltAssembly(string projectFolder, string? assemblyName = null)
    {
        // The test runs in <project>/bin/<configuration>/<framework>/.
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var name = assemblyName ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(projectFolder));
        var path = Path.Combine(Root, projectFolder, "bin", output.Parent!.Name, output.Name, name + ".dll");
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing. Build the solution in this configuration.", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LeaderHosting.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No LeaderHosting.sln above {AppContext.BaseDirectory}.");
    }
}
