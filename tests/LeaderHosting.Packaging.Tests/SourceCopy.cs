using LeaderHosting.TestKit;

namespace LeaderHosting.Packaging.Tests;

/// <summary>
/// The sources of the libraries in a folder of their own, as a git repository of one commit: what is packed there disturbs no build of the
/// original, and can have the remote that a test wants. The same sources have the same commit in every copy.
/// </summary>
internal sealed class SourceCopy
{
    private static readonly string[] RootFiles =
        [".editorconfig", ".gitattributes", ".gitignore", "Directory.Build.props", "Directory.Packages.props", "global.json", "pack.sh"];

    private static readonly string[] BuildFolders = ["bin", "obj"];

    // Who commits and when is part of a commit.
    private static readonly Dictionary<string, string?> Committer = new(StringComparer.Ordinal)
    {
        ["GIT_AUTHOR_NAME"] = "test",
        ["GIT_AUTHOR_EMAIL"] = "test@example.org",
        ["GIT_AUTHOR_DATE"] = "2026-01-01T00:00:00Z",
        ["GIT_COMMITTER_NAME"] = "test",
        ["GIT_COMMITTER_EMAIL"] = "test@example.org",
        ["GIT_COMMITTER_DATE"] = "2026-01-01T00:00:00Z",
        ["GIT_CONFIG_GLOBAL"] = "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",

        // Set in a git hook: they would lead to the repository that the tests are run from.
        ["GIT_DIR"] = null,
        ["GIT_INDEX_FILE"] = null,
        ["GIT_WORK_TREE"] = null,
    };

    private SourceCopy(string folder, string commit)
    {
        Folder = folder;
        Commit = commit;
    }

    /// <summary>The root of the copy.</summary>
    public string Folder { get; }

    /// <summary>The id of its only commit.</summary>
    public string Commit { get; }

    /// <summary>Copies what a build of the libraries needs.</summary>
    /// <param name="folder">Created; must not be there.</param>
    /// <param name="remote">The url of the remote "origin"; none when it is null.</param>
    public static async Task<SourceCopy> CreateAsync(string folder, string? remote = null)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in RootFiles)
        {
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(folder, file));
        }

        CopyFolder(new DirectoryInfo(Path.Combine(Repository.Root, "src")), Path.Combine(folder, "src"));
        await GitAsync(folder, "init", "--quiet");
        await GitAsync(folder, "add", "--all");
        await GitAsync(folder, "commit", "--quiet", "--message", "The sources");
        if (remote is not null)
        {
            await GitAsync(folder, "remote", "add", "origin", remote);
        }

        return new SourceCopy(folder, (await GitAsync(folder, "rev-parse", "HEAD")).Single());
    }

    private static void CopyFolder(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in source.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(target, file.Name));
        }

        foreach (var folder in source.EnumerateDirectories().Where(static folder => !BuildFolders.Contains(folder.Name)))
        {
            CopyFolder(folder, Path.Combine(target, folder.Name));
        }
    }

    private static Task<IReadOnlyList<string>> GitAsync(string folder, params string[] arguments) =>
        Command.RunAsync("git", arguments, folder, Committer);
}
