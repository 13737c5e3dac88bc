using FailoverDemo.Jobs;
using FailoverDemo.Network;
using LeaderHosting.ZooKeeper;

namespace FailoverDemo.Cluster;

/// <summary>A node: a process of samples/SchedulerApp, its lines to ZooKeeper and its job file. Used by one caller at a time.</summary>
/// <remarks>Each node has a job file of its own: in a shared one, the fencing tokens would keep a second master from leaving traces.</remarks>
internal sealed class Node : IAsyncDisposable
{
    private readonly string _electionPath;
    private readonly string _logFile;
    private readonly Lines _lines;
    private readonly HealthProbe _probe;

    // Looked at by the probe, too.
    private volatile NodeProcess? _process;
    private volatile bool _isFrozen;

    /// <summary>Initializes a node; it is not started.</summary>
    public Node(string name, ZooKeeperConnectionString servers, string electionPath, string folder)
    {
        Name = name;
        Jobs = new JobFile(Path.Combine(folder, $"{name}.jobs"));
        _electionPath = electionPath;
        _logFile = Path.Combine(folder, $"{name}.log");
        _lines = new Lines(servers);
        _probe = new HealthProbe(() => Condition == NodeCondition.Running ? _process?.Address : null);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The jobs it has run.</summary>
    public JobFile Jobs { get; }

    /// <summary>What its process is doing.</summary>
    public NodeCondition Condition =>
        _process is not { HasEnded: false } ? NodeCondition.Ended : _isFrozen ? NodeCondition.Frozen : NodeCondition.Running;

    /// <summary>The id of its process; of the last one when that has ended.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>Whether it is cut off from ZooKeeper.</summary>
    public bool IsCutOff => _lines.AreCut;

    /// <summary>What it said of itself last; <see langword="null"/> when it does not answer.</summary>
    public NodeHealth? Health => _probe.Latest;

    /// <summary>Starts it, or starts it again.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
        {
            await _process.WaitForEndAsync();
            _process.Dispose();
        }

        _isFrozen = false;
        _process = NodeProcess.Start(
            [
                "--urls", "http://127.0.0.1:0",
                $"--ZooKeeperLeadership:ConnectionString={_lines.ConnectionString}",
                $"--ZooKeeperLeadership:ElectionPath={_electionPath}",
                $"--ZooKeeperLeadership:SessionTimeout={DemoSettings.SessionTimeout:c}",
                $"--ZooKeeperLeadership:NodeName={Name}",
                $"--Scheduler:Interval={DemoSettings.JobInterval:c}",
                $"--Scheduler:OutputFile={Jobs.Path}",
            ],
            _logFile);
        ProcessId = _process.Id;
    }

    /// <summary>Ends its process at once.</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Asks its process to end.</summary>
    public void Stop() => UnixSignal.Terminate(_process!.Id);

    /// <summary>Freezes its process.</summary>
    public void Freeze()
    {
        UnixSignal.Freeze(_process!.Id);
        _isFrozen = true;
    }

    /// <summary>Lets its process run on.</summary>
    public void Thaw()
    {
        UnixSignal.Thaw(_process!.Id);
        _isFrozen = false;
    }

    /// <summary>Cuts it off from ZooKeeper.</summary>
    public void CutOff() => _lines.Cut();

    /// <summary>Connects it with ZooKeeper again.</summary>
    public void Reconnect() => _lines.Mend();

    /// <summary>The last lines of its log.</summary>
    public IEnumerable<string> LogTail(int count)
    {
        using var reader = new StreamReader(new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count);
    }

    /// <summary>Ends its process if it runs, frozen or not.</summary>
    public async ValueTask DisposeAsync()
    {
        await _probe.DisposeAsync();
        if (_process is not null)
        {
            await _process.KillAsync();
            _process.Dispose();
        }

        await _lines.DisposeAsync();
    }
}
