namespace LeaderHosting.TestKit.Tests;

public sealed class ZooKeeperInstallationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leaderhosting-test-").FullName;

    [Fact]
    public void The_environment_variable_comes_first()
    {
        var home = CreateFile("home", "lib", "zookeeper-3.9.3.jar");
        var debian = CreateFile("java", "zookeeper.jar");

        var found = Find(debian, ("ZOOKEEPER_HOME", home), ("JAVA_HOME", "/opt/java"));

        Assert.Equal($"{home}/conf:{home}/lib/*", found.ClassPath);
        Assert.Equal("/opt/java/bin/java", found.JavaProgram);
        Assert.Contains(home, found.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_environment_variable_is_not_passed_over()
    {
        var debian = CreateFile("java", "zookeeper.jar");

        var exception = Assert.Throws<FileNotFoundException>(() => Find(debian, ("ZOOKEEPER_HOME", Path.Combine(_folder, "nowhere"))));

        Assert.Contains("ZOOKEEPER_HOME is", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Debians_package_is_next_with_the_jars_that_are_there()
    {
        var debian = CreateFile("java", "zookeeper.jar");
        CreateFile("java", "slf4j-simple.jar");

        var found = Find(debian);

        Assert.Equal($"{debian}/zookeeper.jar:{debian}/slf4j-simple.jar", found.ClassPath);
        Assert.Equal("java", found.JavaProgram);
    }

    [Fact]
    public void Without_any_the_message_says_what_to_install()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => Find(_folder));

        Assert.Contains("apt-get install zookeeper", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ZOOKEEPER_HOME", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ZooKeeperInstallation Find(string debian, params (string Name, string Value)[] variables) =>
        ZooKeeperInstallation.Find(name => variables.FirstOrDefault(variable => variable.Name == name).Value, debian);

    /// <summary>Creates an empty file and returns the first folder on its path.</summary>
    private string CreateFile(string first, params string[] rest)
    {
        var top = Path.Combine(_folder, first);
        var file = Path.Combine([top, .. rest]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, []);
        return top;
    }
}
