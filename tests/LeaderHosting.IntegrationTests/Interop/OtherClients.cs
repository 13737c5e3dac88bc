using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Interop;

/// <summary>Starts the programs of tests/interop. What they need and is not there fails the test, and says which Debian package has it.</summary>
internal static class OtherClients
{
    private const string Python = "/usr/bin/python3";
    private const string Jars = "/usr/share/java";

    private static readonly string[] CuratorJars = ["curator-recipes.jar", "curator-framework.jar", "curator-client.jar", "guava.jar"];
    private static readonly string[] ShellJars = ["commons-cli.jar"];

    /// <summary>Runs a Python script on Debian's own Python, which is the one that finds Debian's packages.</summary>
    public static ChildProcess StartKazoo(string script, string hosts)
    {
        Require("/usr/lib/python3/dist-packages/kazoo", "python3-kazoo");
        return ChildProcess.Start(Python, [PathOf(script), hosts]);
    }

    public static ChildProcess StartCurator(string source, string hosts)
    {
        var jars = CuratorJars.Select(static jar => Path.Combine(Jars, jar)).ToArray();
        foreach (var jar in jars)
        {
            Require(jar, "libcurator-recipes-java");
        }

        Assert.True(HasJavaCompiler, "There is no Java compiler. Install one: apt-get install default-jdk-headless");
        return StartJava(jars, PathOf(source), hosts);
    }

    /// <summary>Runs ZooKeeper's shell on a file of commands.</summary>
    public static ChildProcess StartShell(string commands, string hosts)
    {
        var jars = ShellJars.Select(static jar => Path.Combine(Jars, jar)).ToArray();
        Require(jars[0], "libcommons-cli-java");
        var arguments = JavaArguments(jars, "org.apache.zookeeper.ZooKeeperMain", "-server", hosts);
        return ChildProcess.Start(
            "/bin/sh", ["-c", "commands=$1; shift; exec \"$@\" <\"$commands\"", "sh", PathOf(commands), ZooKeeperInstallation.Current.JavaProgram, .. arguments]);
    }

    public static ChildProcess StartC(string script, string hosts)
    {
        Require("/usr/lib/zookeeper/bin/cli_mt", "zookeeper-bin");
        return ChildProcess.Start(Python, [PathOf(script), hosts]);
    }

    /// <summary>Whether java can run a source file: whether the compiler lies next to it, or in PATH.</summary>
    private static bool HasJavaCompiler =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Append(Path.GetDirectoryName(ZooKeeperInstallation.Current.JavaProgram) ?? "")
            .Any(static folder => File.Exists(Path.Combine(folder, "javac")));

    private static ChildProcess StartJava(string[] jars, params string[] arguments) =>
        ChildProcess.Start(ZooKeeperInstallation.Current.JavaProgram, JavaArguments(jars, arguments));

    private static string[] JavaArguments(string[] jars, params string[] arguments) =>
    [
        "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        "-cp", string.Join(':', [.. jars, ZooKeeperInstallation.Current.ClassPath]), .. arguments,
    ];

    private static string PathOf(string file) => Path.Combine(Repository.Root, "tests", "interop", file);

    private static void Require(string path, string package) =>
        Assert.True(Path.Exists(path), $"{path} is missing. Install it: apt-get install {package}");
}
