using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using LeaderHosting.Chaos.Network;
using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Machines;

/// <summary>A ZooKeeper server of the ensemble on its machine. What is asked of it is asked on the machine itself, so that no fault of a link is in the way.</summary>
internal sealed partial class ZooKeeperMachine : IAsyncDisposable
{
    private const string Main = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ServingTimeout = TimeSpan.FromSeconds(90);
    private static readonly string[] JvmArguments =
    [
        "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData", "-Djava.net.preferIPv4Stack=true",
        "-Dorg.slf4j.simpleLogger.showDateTime=true", "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS",
    ];

    private readonly ServerEndpoints _endpoints;
    private readonly string _configFile;
    private readonly string _logFile;
    private ChildProcess? _process;

    public ZooKeeperMachine(IMachine machine, ServerEndpoints endpoints, string folder, int id, IEnumerable<string> config)
    {
        Machine = machine;
        _endpoints = endpoints;
        var home = Directory.CreateDirectory(Path.Combine(folder, machine.Name)).FullName;
        var data = Directory.CreateDirectory(Path.Combine(home, "data")).FullName;
        File.WriteAllText(Path.Combine(data, "myid"), id.ToString(CultureInfo.InvariantCulture));
        _configFile = Path.Combine(home, "zoo.cfg");
        _logFile = Path.Combine(home, "server.log");
        File.WriteAllLines(
            _configFile, [.. config, $"dataDir={data}", $"clientPort={endpoints.ClientPort}", $"clientPortAddress={endpoints.Address}"]);
    }

    /// <summary>Where it runs.</summary>
    public IMachine Machine { get; }

    /// <summary>Whether its process lives, frozen or not.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Starts it.</summary>
    public async Task StartAsync()
    {
        var zooKeeper = ZooKeeperInstallation.Current;
        string[] arguments = [.. JvmArguments, $"-Dorg.slf4j.simpleLogger.logFile={_logFile}", "-cp", zooKeeper.ClassPath, Main, _configFile];
        _process = await Machine.InvokeAsync(() => ChildProcess.Start(zooKeeper.JavaProgram, arguments));
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public Task KillAsync() => _process!.KillAsync();

    /// <summary>Asks it to end (SIGTERM) and waits until it has.</summary>
    public Task TerminateAsync()
    {
        _process!.Signal(ProcessSignal.Terminate);
        return _process.WaitForExitAsync();
    }

    /// <summary>Freezes it (SIGSTOP).</summary>
    public Task FreezeAsync() => _process!.PauseAsync();

    /// <summary>Lets it run on (SIGCONT).</summary>
    public void Thaw() => _process!.Resume();

    /// <summary>What it is now; a frozen server is not serving.</summary>
    public async Task<ZooKeeperMode> ModeAsync()
    {
        var mode = ModeLine().Match(await AskAsync("srvr"));
        return mode.Success ? Enum.Parse<ZooKeeperMode>(mode.Groups["mode"].Value, ignoreCase: true) : ZooKeeperMode.NotServing;
    }

    /// <summary>The sessions of clients that are connected to it, by the client's address.</summary>
    public async Task<ILookup<IPAddress, long>> SessionsAsync() =>
        ConnectionLine().Matches(await AskAsync("cons")).ToLookup(
            static line => IPAddress.Parse(line.Groups["address"].Value),
            static line => long.Parse(line.Groups["session"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>How many sessions the ensemble keeps, as this server knows; zero when it does not say.</summary>
    public async Task<int> GlobalSessionsAsync()
    {
        var sessions = GlobalSessionsLine().Match(await AskAsync("mntr"));
        return sessions.Success ? int.Parse(sessions.Groups["count"].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>What it says of itself and of the connections it has.</summary>
    public async Task<string> DescribeAsync() => $"{await AskAsync("srvr")}\n{await AskAsync("cons")}";

    /// <summary>Waits until it serves clients.</summary>
    /// <exception cref="TimeoutException">It did not come to.</exception>
    public Task WaitUntilServingAsync(CancellationToken cancellationToken) =>
        Eventually.TrueAsync(
            async () => await ModeAsync() != ZooKeeperMode.NotServing,
            $"{Machine.Name} to serve (its log: {_logFile})",
            ServingTimeout,
            cancellationToken: cancellationToken);

    /// <summary>Opens a connection to it.</summary>
    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = await Machine.InvokeAsync(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            await socket.ConnectAsync(_endpoints.Address, _endpoints.ClientPort, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    /// <summary>Sends a four-letter word; the answer is empty when there is none.</summary>
    private async Task<string> AskAsync(string word)
    {
        using var expired = new CancellationTokenSource(AnswerTimeout);
        try
        {
            using var stream = new NetworkStream(await ConnectAsync(expired.Token), ownsSocket: true);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(word), expired.Token);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(expired.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"^Mode: (?<mode>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ModeLine();

    [GeneratedRegex(@"^zk_global_sessions\s+(?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex GlobalSessionsLine();

    [GeneratedRegex(@"^ /(?<address>[\d.]+):\d+\[1\]\(.*\bsid=0x(?<session>[0-9a-f]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex ConnectionLine();
}
