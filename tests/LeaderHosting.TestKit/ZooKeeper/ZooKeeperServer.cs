namespace LeaderHosting.TestKit;

/// <summary>
/// A real ZooKeeper server on 127.0.0.1, in a process of its own: alone, or a member of a <see cref="ZooKeeperEnsemble"/>. It can be
/// stopped, killed, frozen and started again on the same port. It goes, with its data, when disposed, and its process also
/// when the test process dies.
/// </summary>
/// <remarks>Not thread-safe, except for <see cref="FourLetterAsync"/>, <see cref="ModeAsync"/> and the log.</remarks>
public sealed class ZooKeeperServer : IAsyncDisposable
{
    private const string StandaloneMain = "org.apache.zookeeper.server.ZooKeeperServerMain";
    private const string QuorumMain = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
    private const int PortAttempts = 5;

    // Small, and quick to start; the server is not measured.
    private static readonly string[] JvmArguments =
    [
        "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData",
        "-Djava.net.preferIPv4Stack=true",
        "-Dorg.slf4j.simpleLogger.showDateTime=true", "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
    ];

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    // A server that runs answers in a millisecond; one that is frozen never does.
    private static readonly TimeSpan ModeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FourLetterTimeout = TimeSpan.FromSeconds(10);

    private readonly ZooKeeperSettings _settings;
    private readonly string _folder;
    private readonly int? _id;
    private readonly List<ChildProcess> _ended = [];
    private ChildProcess? _process;

    private ZooKeeperServer(ZooKeeperSettings settings, int port, int? id, IEnumerable<string> members)
    {
        _settings = settings;
        _id = id;
        Port = port;
        _folder = Directory.CreateTempSubdirectory("leaderhosting-zookeeper-").FullName;
        CreateDataFolder();
        File.WriteAllLines(ConfigFile, [.. settings.ToConfigLines(DataFolder, port), .. members]);
    }

    /// <summary>The port that clients connect to.</summary>
    public int Port { get; }

    /// <summary>"127.0.0.1:port".</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Whether the process runs; a frozen one does.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Whether the process is frozen by <see cref="PauseAsync"/>.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>The process id of the running server.</summary>
    /// <exception cref="InvalidOperationException">It does not run.</exception>
    public int ProcessId => Running.Id;

    /// <summary>What the server has logged, in all its runs.</summary>
    public IReadOnlyList<string> Log => [.. _ended.Append(_process).SelectMany(static process => process?.Output.Lines ?? [])];

    private string DataFolder => Path.Combine(_folder, "data");

    private string ConfigFile => Path.Combine(_folder, "zoo.cfg");

    private ChildProcess Running => IsRunning ? _process! : throw new InvalidOperationException($"ZooKeeper at {ConnectionString} is not running.");

    /// <summary>Starts a server that stands alone, and waits until it serves.</summary>
    /// <exception cref="ZooKeeperStartException">It did not start.</exception>
    /// <exception cref="FileNotFoundException">No ZooKeeper is installed.</exception>
    public static async Task<ZooKeeperServer> StartAsync(ZooKeeperSettings? settings = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = new ZooKeeperServer(settings ?? new ZooKeeperSettings(), FreePort.Next(), id: null, members: []);
            try
            {
                await server.StartAgainAsync();
                return server;
            }
            catch (ZooKeeperStartException exception) when (exception.PortWasTaken && attempt < PortAttempts)
            {
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts the server again after it was stopped or killed, on the same port and with the same data.</summary>
    /// <param name="waitUntilServing">
    /// Whether to wait until it serves. A member of an ensemble does not serve before a quorum is up: pass <see langword="false"/> for
    /// the first ones when the quorum was lost, and <see cref="WaitUntilServingAsync"/> later.
    /// </param>
    /// <exception cref="ZooKeeperStartException">It did not start.</exception>
    public async Task StartAgainAsync(bool waitUntilServing = true)
    {
        Launch();
        if (waitUntilServing)
        {
            await WaitUntilServingAsync();
        }
    }

    /// <summary>Waits until the server serves clients.</summary>
    /// <exception cref="ZooKeeperStartException">Its process ended, or 60 s passed.</exception>
    public async Task WaitUntilServingAsync()
    {
        try
        {
            await Eventually.TrueAsync(IsServingAsync, $"ZooKeeper at {ConnectionString} to serve", StartTimeout);
        }
        catch (TimeoutException exception)
        {
            throw StartFailure(exception.Message, exception);
        }
    }

    /// <summary>Asks the server to end (SIGTERM) and waits until it has.</summary>
    public async Task StopAsync()
    {
        var process = Running;
        Resume();
        process.Signal(ProcessSignal.Terminate);
        await process.WaitForExitAsync(StopTimeout);
    }

    /// <summary>Ends the server at once (SIGKILL): its connections are reset or closed by the system.</summary>
    public async Task KillAsync()
    {
        await Running.KillAsync();
        IsPaused = false;
    }

    /// <summary>
    /// Freezes the server (SIGSTOP); returns when all its threads stand still. The system still accepts connections and data for it,
    /// and nothing answers.
    /// </summary>
    public async Task PauseAsync()
    {
        await Running.PauseAsync();
        IsPaused = true;
    }

    /// <summary>Lets a frozen server run on (SIGCONT). Does nothing to one that is not frozen.</summary>
    public void Resume()
    {
        _process?.Resume();
        IsPaused = false;
    }

    /// <summary>Stops the server (SIGTERM) if it runs, starts it again on the same port and waits until it serves.</summary>
    /// <param name="keepData">Whether it finds its data again, or starts empty, so that all sessions and nodes are gone.</param>
    public async Task RestartAsync(bool keepData = true)
    {
        if (IsRunning)
        {
            await StopAsync();
        }

        if (!keepData)
        {
            Directory.Delete(DataFolder, recursive: true);
            CreateDataFolder();
        }

        await StartAgainAsync();
    }

    /// <summary>Sends an administrative command, such as "mntr", "cons", "dump" or "wchp", and returns the answer.</summary>
    /// <inheritdoc cref="FourLetterWord.SendAsync" path="/exception"/>
    public async Task<string> FourLetterAsync(string command)
    {
        using var expired = new CancellationTokenSource(FourLetterTimeout);
        return await FourLetterWord.SendAsync(Port, command, expired.Token);
    }

    /// <summary>What the server is just now.</summary>
    public Task<ZooKeeperMode> ModeAsync() =>
        IsRunning && !IsPaused ? FourLetterWord.ModeAsync(Port, ModeTimeout) : Task.FromResult(ZooKeeperMode.NotServing);

    /// <summary>Kills the server and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _ended.Append(_process))
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Prepares a member of an ensemble without starting it.</summary>
    /// <param name="settings">The same for all members.</param>
    /// <param name="port">Where clients connect.</param>
    /// <param name="id">Its number, which the "server.N" line of its own carries too.</param>
    /// <param name="members">The "server.N=..." lines of the configuration.</param>
    internal static ZooKeeperServer CreateMember(ZooKeeperSettings settings, int port, int id, IEnumerable<string> members) =>
        new(settings, port, id, members);

    private void CreateDataFolder()
    {
        Directory.CreateDirectory(DataFolder);
        if (_id is { } id)
        {
            File.WriteAllText(Path.Combine(DataFolder, "myid"), id.ToString());
        }
    }

    private void Launch()
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"ZooKeeper at {ConnectionString} is running.");
        }

        if (_process is not null)
        {
            _ended.Add(_process);
        }

        var installation = ZooKeeperInstallation.Current;
        var main = _id is null ? StandaloneMain : QuorumMain;
        _process = ChildProcess.Start(
            installation.JavaProgram,
            [.. JvmArguments, .. _settings.JvmArguments, "-cp", installation.ClassPath, main, ConfigFile],
            _settings.EnvironmentVariables,
            _folder);
    }

    private async Task<bool> IsServingAsync()
    {
        if (!IsRunning)
        {
            throw StartFailure($"ZooKeeper at {ConnectionString} ended with exit code {_process?.ExitCode}.");
        }

        // Another server may answer on the port that ours failed to get, so the process must live on after the answer.
        return await ModeAsync() != ZooKeeperMode.NotServing && IsRunning;
    }

    private ZooKeeperStartException StartFailure(string message, Exception? innerException = null)
    {
        var output = _process!.Output;
        var portWasTaken = output.Lines.Any(static line => line.Contains("BindException", StringComparison.Ordinal));
        var from = ZooKeeperInstallation.Current.Description;
        return new ZooKeeperStartException(
            $"{message} It was started from {from}. Its log:{Environment.NewLine}{output.Tail()}", portWasTaken, innerException);
    }
}
