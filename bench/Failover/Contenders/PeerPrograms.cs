using LeaderHosting.TestKit;

namespace LeaderHosting.Bench.Failover.Contenders;

/// <summary>The programs in bench/peers and bench/Contender: compiles those that need it, once in a run, and says how each is started.</summary>
internal sealed class PeerPrograms
{
    private const string DebianJars = "/usr/share/java";
    private const string DebianPython = "/usr/bin/python3";
    private const string ContenderAssembly = "LeaderHosting.Bench.Contender";

    private static readonly string[] JarNames =
    [
        "curator-recipes", "curator-framework", "curator-client", "zookeeper", "zookeeper-jute", "guava", "slf4j-api", "slf4j-nop",
    ];

    private readonly string _output = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "bench", "peers")).FullName;

    private static string Sources => Path.Combine(Repository.Root, "bench", "peers");

    private static string Jars => string.Join(':', JarNames.Select(static name => Path.Combine(DebianJars, name + ".jar")));

    /// <summary>Compiles the programs in Java and C.</summary>
    /// <exception cref="InvalidOperationException">A compiler failed; the message shows its output.</exception>
    public async Task CompileAsync()
    {
        await RunAsync("javac", ["-nowarn", "-d", _output, "-cp", Jars, .. Directory.EnumerateFiles(Path.Combine(Sources, "java"), "*.java")]);
        await RunAsync("cc", ["-O2", "-o", Path.Combine(_output, "client_bench"), Path.Combine(Sources, "c", "client_bench.c"), "-lzookeeper_mt", "-lpthread"]);
    }

    /// <summary>Publishes our contender, with ReadyToRun and compiled ahead of time.</summary>
    public async Task PublishAsync()
    {
        await PublishAsync("ready-to-run", ["-p:PublishReadyToRun=true", "--self-contained", "false"]);
        await PublishAsync("native", ["-p:PublishAot=true"]);
    }

    /// <summary>Starts a contender's program; its arguments are those of the line protocol.</summary>
    public ChildProcess StartContender(Library library, IEnumerable<string> arguments) => library.Platform switch
    {
        Platform.Java => StartJava("Contender", arguments),
        Platform.Python => StartPython("contender.py", arguments),
        Platform.ReadyToRun => ChildProcess.StartDotnet(Path.Combine(_output, "ready-to-run", ContenderAssembly + ".dll"), arguments, library.Environment, takesInput: true),
        Platform.Native => ChildProcess.Start(Path.Combine(_output, "native", ContenderAssembly), arguments, library.Environment, takesInput: true),
        _ => ChildProcess.StartDotnet(Repository.BuiltAssembly("bench/Contender", ContenderAssembly), arguments, library.Environment, takesInput: true),
    };

    /// <summary>Starts Apache's C client.</summary>
    public ChildProcess StartClientInC(string servers) => ChildProcess.Start(Path.Combine(_output, "client_bench"), [servers], takesInput: true);

    /// <summary>Starts Apache's Java client.</summary>
    public ChildProcess StartClientInJava(string servers) => StartJava("ClientBench", [servers]);

    /// <summary>Starts kazoo as a client.</summary>
    public static ChildProcess StartClientInPython(string servers) => StartPython("client_bench.py", [servers]);

    private Task PublishAsync(string folder, IEnumerable<string> how) => RunAsync(
        "dotnet",
        ["publish", Path.Combine(Repository.Root, "bench", "Contender"), "-c", "Release", "--ucr", "-o", Path.Combine(_output, folder), .. how]);

    private ChildProcess StartJava(string main, IEnumerable<string> arguments) => ChildProcess.Start(
        "java", ["-Xmx256m", "-Xss256k", "-XX:+UseSerialGC", "-cp", $"{_output}:{Jars}", main, .. arguments], takesInput: true);

    private static ChildProcess StartPython(string script, IEnumerable<string> arguments) => ChildProcess.Start(
        DebianPython, ["-B", Path.Combine(Sources, "python", script), .. arguments], takesInput: true);

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        await using var process = ChildProcess.Start(program, arguments);
        if (await process.WaitForExitAsync(TimeSpan.FromMinutes(5)) != 0)
        {
            throw new InvalidOperationException($"{program} failed. bench/peers/README.md says what it needs.{Environment.NewLine}{process.Output.Tail()}");
        }
    }
}
