using LeaderHosting.TestKit;

namespace SchedulerApp.Tests;

/// <summary>Starts the sample as a process of its own, as a user starts it.</summary>
internal static class SchedulerNode
{
    /// <summary>Starts a node of an election at the given server, as in production.</summary>
    public static Task<WebNode> StartAsync(ZooKeeperServer zooKeeper, string name, TimeSpan sessionTimeout, TemporaryFolder folder) =>
        StartAsync("Production", [$"--ZooKeeperLeadership:ConnectionString={zooKeeper.ConnectionString}"], name, sessionTimeout, folder);

    /// <summary>Starts a node that names no server, as in development: the first of those with the same port hosts one.</summary>
    public static Task<WebNode> StartEmbeddedAsync(int embeddedPort, string name, TimeSpan sessionTimeout, TemporaryFolder folder, params IEnumerable<string> more) =>
        StartAsync("Development", [$"--EmbeddedZooKeeper:Port={embeddedPort}", .. more], name, sessionTimeout, folder);

    private static Task<WebNode> StartAsync(
        string environment, IEnumerable<string> switches, string name, TimeSpan sessionTimeout, TemporaryFolder folder) =>
        WebNode.AttachAsync(ChildProcess.StartDotnet(
            Repository.BuiltAssembly("samples/SchedulerApp"),
            [
                "--urls", "http://127.0.0.1:0",
                .. switches,
                $"--ZooKeeperLeadership:SessionTimeout={sessionTimeout:c}",
                $"--ZooKeeperLeadership:NodeName={name}",
                "--Scheduler:Interval=00:00:00.050",
                "--Scheduler:OutputFile=jobs.log",
            ],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["ASPNETCORE_ENVIRONMENT"] = environment },
            folder.Path));
}
