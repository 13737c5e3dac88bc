namespace LeaderHosting.TestKit;

/// <summary>
/// The real ZooKeeper that tests run: the release that the environment variable ZOOKEEPER_HOME points to, or else the Debian package.
/// </summary>
public sealed class ZooKeeperInstallation
{
    private const string DebianJars = "/usr/share/java";

    // zookeeper.jar names most of what it needs in its manifest. Missing there: what the server loads by name (log, snapshots, metrics)
    // and the parts of Netty that only TLS needs.
    private static readonly string[] DebianJarNames =
    [
        "zookeeper.jar", "slf4j-simple.jar", "snappy-java.jar", "metrics-core.jar",
        "netty-codec.jar", "netty-resolver.jar", "netty-transport-native-unix-common.jar",
    ];

    private static readonly Lazy<ZooKeeperInstallation> Found =
        new(static () => Find(Environment.GetEnvironmentVariable, DebianJars));

    private ZooKeeperInstallation(string classPath, string javaProgram, string description)
    {
        ClassPath = classPath;
        JavaProgram = javaProgram;
        Description = description;
    }

    /// <summary>The installation to use.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message says what to install.</exception>
    public static ZooKeeperInstallation Current => Found.Value;

    /// <summary>
    /// The address of a server that runs already, from the environment variable ZOOKEEPER_ADDRESS (<c>host:port</c>, or several with
    /// commas between), for tests that only need some ensemble to talk to and never stop or pause it; <see langword="null"/> if not set.
    /// Its four-letter words may be disabled.
    /// </summary>
    public static string? ExistingAddress =>
        Environment.GetEnvironmentVariable("ZOOKEEPER_ADDRESS") is { Length: > 0 } address ? address : null;

    /// <summary>What to pass to <c>java -cp</c>.</summary>
    public string ClassPath { get; }

    /// <summary>The java program: JAVA_HOME's if that is set, else the one in PATH.</summary>
    public string JavaProgram { get; }

    /// <summary>Where it was found, for messages.</summary>
    public string Description { get; }

    internal static ZooKeeperInstallation Find(Func<string, string?> environmentVariable, string debianJars)
    {
        var java = environmentVariable("JAVA_HOME") is { Length: > 0 } javaHome ? Path.Combine(javaHome, "bin", "java") : "java";
        if (environmentVariable("ZOOKEEPER_HOME") is { Length: > 0 } home)
        {
            var libraries = Path.Combine(home, "lib");
            if (!Directory.Exists(libraries) || !Directory.EnumerateFiles(libraries, "zookeeper-*.jar").Any())
            {
                throw new FileNotFoundException($"ZOOKEEPER_HOME is {home}, but there is no lib/zookeeper-*.jar in it.");
            }

            // conf/ holds the logging configuration, without which the log is in debug detail.
            return new ZooKeeperInstallation($"{Path.Combine(home, "conf")}:{Path.Combine(libraries, "*")}", java, $"ZOOKEEPER_HOME ({home})");
        }

        if (File.Exists(Path.Combine(debianJars, "zookeeper.jar")))
        {
            var jars = DebianJarNames.Select(name => Path.Combine(debianJars, name)).Where(File.Exists);
            return new ZooKeeperInstallation(string.Join(':', jars), java, $"Debian's package ({debianJars})");
        }

        throw new FileNotFoundException(
            "No ZooKeeper to test against. Install one with 'apt-get install zookeeper' (Debian, Ubuntu), or unpack a release from "
            + "https://zookeeper.apache.org/releases.html, install a Java runtime, and set ZOOKEEPER_HOME to the unpacked folder.");
    }
}
