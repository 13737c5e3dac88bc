using LeaderHosting.TestKit;

namespace LeaderHosting.Packaging.Tests;

/// <summary>The packages as <c>./pack.sh</c> makes them, with the address of the sources given on its command line. Packed once for all tests.</summary>
public sealed class PackedLibraries : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The packages that there are, without a version.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["LeaderHosting.ZooKeeper", "LeaderHosting", "LeaderHosting.AspNetCore", "LeaderHosting.Testing"];

    /// <summary>
    /// The version that they are given. No feed and no folder of installed packages has it, and none has a newer one: what is installed by
    /// name alone is what was packed here.
    /// </summary>
    public static string Version { get; } = $"9000.{Random.Shared.Next(60_000)}.{Random.Shared.Next(60_000)}";

    /// <summary>Where the sources can be read, as the packages have it.</summary>
    public static string RepositoryUrl => "https://github.com/example/leaderhosting";

    /// <summary>What <c>./pack.sh</c> wrote.</summary>
    public IReadOnlyList<string> Log { get; private set; } = [];

    /// <summary>A folder in which the copy of the sources lies as <c>LeaderHosting</c>, and room for projects beside it.</summary>
    public string Workplace => _folder.Path;

    /// <summary>The folder with the packages.</summary>
    public string Folder => Path.Combine(Sources.Folder, "artifacts", "packages");

    /// <summary>What was packed.</summary>
    internal SourceCopy Sources { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Sources = await SourceCopy.CreateAsync(_folder.File("LeaderHosting"));
        Log = await PackAsync(Sources);
    }

    Task IAsyncLifetime.DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>Packs a copy of the sources, and returns what that wrote.</summary>
    internal static Task<IReadOnlyList<string>> PackAsync(SourceCopy sources) => Command.RunAsync(
        Path.Combine(sources.Folder, "pack.sh"),
        [$"-p:Version={Version}", $"-p:RepositoryUrl={RepositoryUrl}"],
        sources.Folder,
        DotnetCommand.WithoutServers);

    internal Package Open(string name) => Package.Open(Folder, name);

    internal Package OpenSymbols(string name) => Package.Open(Folder, name, ".snupkg");
}
