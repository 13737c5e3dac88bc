using System.Diagnostics;

namespace LeaderHosting.TestKit;

/// <summary>A node of an election in a process of its own (tests/LeaderHosting.TestNode), which reports what it does.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private NodeProcess(string name, ChildProcess process)
    {
        Name = name;
        Process = process;
    }

    /// <summary>The node's name in the election.</summary>
    public string Name { get; }

    /// <summary>The process: for signals, the log, the end.</summary>
    public ChildProcess Process { get; }

    /// <summary>When the process was seen to be gone after <see cref="KillAsync"/>: <c>Stopwatch.GetTimestamp()</c>.</summary>
    public long? DiedAt { get; private set; }

    /// <summary>What it has reported so far.</summary>
    public IReadOnlyList<NodeEvent> Events => [.. Process.Output.Lines.Select(NodeEvent.TryParse).OfType<NodeEvent>()];

    /// <summary>The leader-only services that have run on it.</summary>
    public IReadOnlyList<ServiceRun> Runs => ServiceRun.Of(Name, Events, DiedAt);

    /// <summary>The times in which its polls saw it lead; empty without <c>--poll</c>.</summary>
    public IReadOnlyList<LeaderSpan> Spans => LeaderSpan.Of(Name, Events);

    /// <summary>Starts a node.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="connectionString">The servers.</param>
    /// <param name="electionPath">The election.</param>
    /// <param name="sessionTimeout">The session timeout to ask for.</param>
    /// <param name="more">Further switches, as <c>--poll=true</c> or <c>--ZooKeeperLeadership:StopBudget=00:00:01</c>.</param>
    public static NodeProcess Start(
        string name, string connectionString, string electionPath, TimeSpan sessionTimeout, params IEnumerable<string> more) =>
        Start(name, connectionString, electionPath, sessionTimeout, environment: null, more);

    /// <summary>Starts a node with environment variables of its own.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="connectionString">The servers.</param>
    /// <param name="electionPath">The election.</param>
    /// <param name="sessionTimeout">The session timeout to ask for.</param>
    /// <param name="environment">Variables to add, or with a null value to remove.</param>
    /// <param name="more">Further switches, as <c>--poll=true</c> or <c>--ZooKeeperLeadership:StopBudget=00:00:01</c>.</param>
    public static NodeProcess Start(
        string name,
        string connectionString,
        string electionPath,
        TimeSpan sessionTimeout,
        IReadOnlyDictionary<string, string?>? environment,
        params IEnumerable<string> more)
    {
        var process = ChildProcess.StartDotnet(
            Repository.BuiltAssembly("tests/LeaderHosting.TestNode"),
            [
                $"--ZooKeeperLeadership:ConnectionString={connectionString}",
                $"--ZooKeeperLeadership:ElectionPath={electionPath}",
                $"--ZooKeeperLeadership:NodeName={name}",
                $"--ZooKeeperLeadership:SessionTimeout={sessionTimeout:c}",
                .. more,
            ],
            environment,
            takesInput: true);
        return new NodeProcess(name, process);
    }

    /// <summary>Waits for an event; those that have been reported already count.</summary>
    /// <param name="isAwaited">Whether this is the event.</param>
    /// <param name="what">What is awaited, for the message.</param>
    /// <param name="after">Only events later than this count: <c>Stopwatch.GetTimestamp()</c>.</param>
    /// <param name="timeout">By default <see cref="Eventually.DefaultTimeout"/>.</param>
    public async Task<NodeEvent> WaitForAsync(Func<NodeEvent, bool> isAwaited, string what, long after = 0, TimeSpan? timeout = null)
    {
        var line = await Process.WaitForLineAsync(
            line => NodeEvent.TryParse(line) is { } e && e.At > after && isAwaited(e), $"{what} ({Name})", timeout: timeout);
        return NodeEvent.TryParse(line)!;
    }

    /// <summary>Waits for an event of a kind.</summary>
    /// <inheritdoc cref="WaitForAsync(Func{NodeEvent, bool}, string, long, TimeSpan?)"/>
    public Task<NodeEvent> WaitForAsync(string kind, long after = 0, TimeSpan? timeout = null) =>
        WaitForAsync(e => e.Kind == kind, kind, after, timeout);

    /// <summary>Waits until it stands in the queue, behind another candidate, as its log says.</summary>
    /// <param name="after">How many lines of its output to leave out.</param>
    public Task WaitUntilSlaveAsync(int after = 0) =>
        Process.WaitForLineAsync(line => line.Contains($"{Name} is SLAVE", StringComparison.Ordinal), $"{Name} to be slave", after);

    /// <summary>Gives a command: <c>resign</c>, <c>mark</c> or <c>quit</c>.</summary>
    public Task CommandAsync(string command) => Process.WriteLineAsync(command);

    /// <summary>Ends it at once (SIGKILL).</summary>
    /// <returns>When the signal was sent: <c>Stopwatch.GetTimestamp()</c>.</returns>
    public async Task<long> KillAsync()
    {
        var sent = Stopwatch.GetTimestamp();
        await Process.KillAsync();
        DiedAt = Stopwatch.GetTimestamp();
        return sent;
    }

    /// <summary>Kills it if it runs.</summary>
    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
