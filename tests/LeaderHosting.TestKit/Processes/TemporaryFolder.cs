namespace LeaderHosting.TestKit;

/// <summary>A folder that is deleted after the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("leaderhosting-").FullName;

    /// <summary>The path of a file in it, whether it is there or not.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Deletes it and all that is in it.</summary>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
