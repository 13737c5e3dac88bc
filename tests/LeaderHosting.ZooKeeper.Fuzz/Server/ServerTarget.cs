using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Fuzz.Server;

/// <summary>
/// Hostile clients against <see cref="ZooKeeperTestServer"/>. Whatever they send costs them their own connection at most: a good client on the same server
/// keeps its connection and its node, and when they have gone nothing of theirs is left.
/// </summary>
public sealed class ServerTarget : IFuzzTarget
{
    private const string Path = "/good";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ZooKeeperTestServer _server;
    private readonly ZooKeeperClient _goodClient;
    private readonly BreakdownLog _log;
    private readonly List<HostileClient> _silent = [];
    private int _rounds;

    private ServerTarget(ZooKeeperTestServer server, BreakdownLog log)
    {
        _server = server;
        _log = log;
        _goodClient = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = server.ConnectionString, SessionTimeout = TimeSpan.FromSeconds(20) });
    }

    /// <summary>Starts a server and its good client.</summary>
    public static async Task<ServerTarget> StartAsync()
    {
        var log = new BreakdownLog(LogLevel.Error);
        var server = await ZooKeeperTestServer.StartAsync(new ZooKeeperTestServerOptions
        {
            TickTime = TimeSpan.FromMilliseconds(100),
            MaxSessionTimeout = TimeSpan.FromSeconds(20),
            EnableTtlNodes = true,
            LoggerFactory = log,
        });
        var target = new ServerTarget(server, log);
        await target._goodClient.ConnectAsync().WaitAsync(Patience);
        await target._goodClient.CreateAsync(Path, default, CreateMode.Ephemeral);
        return target;
    }

    /// <inheritdoc/>
    public async Task RunAsync(FuzzCase fuzzCase)
    {
        var limit = new AllocationLimit();
        foreach (var script in fuzzCase.Connections)
        {
            var client = new HostileClient(await _server.ConnectInMemoryAsync(), script);
            var running = client.RunAsync();
            await SoonAsync(running, "the end of a connection");
            if (!await running)
            {
                _silent.Add(client);
            }
        }

        await SoonAsync(CheckGoodClientAsync(), "the answers to the good client");
        _log.ThrowIfAny();
        limit.Check();
    }

    /// <summary>Ends the connections of those who fell silent, and checks that nothing is left but the good client's.</summary>
    /// <exception cref="FuzzFailureException">Something is.</exception>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _silent)
        {
            await SoonAsync(client.LeaveAsync(), "the end of a silent connection");
        }

        await Eventually.TrueAsync(
            () => _server.Sessions.All(session => session.IsConnected == (session.Id == _goodClient.SessionId)),
            "the hostile connections to be gone",
            lastSeen: () => string.Join(", ", _server.Sessions));

        // Their sessions outlive them, for up to twenty seconds if a distorted request asked for it.
        foreach (var session in _server.Sessions.Where(static session => !session.IsConnected))
        {
            _server.Faults.ExpireSession(session.Id);
        }

        Assert.Single(_server.Sessions);
        await SoonAsync(CheckGoodClientAsync(), "the answers to the good client");
        await _goodClient.DisposeAsync();
        await SoonAsync(_server.DisposeAsync().AsTask(), "the server to stop");
        _log.Dispose();
    }

    private static async Task SoonAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException hang)
        {
            throw new FuzzFailureException($"Waited {Patience.TotalSeconds} s in vain for {what}.", hang);
        }
    }

    private async Task CheckGoodClientAsync()
    {
        var data = BitConverter.GetBytes(++_rounds);
        await _goodClient.SetDataAsync(Path, data);
        var read = await _goodClient.GetDataAsync(Path);
        if (!read.Data.AsSpan().SequenceEqual(data) || read.Stat.EphemeralOwner != _goodClient.SessionId || _goodClient.Connection is not { Ordinal: 1 })
        {
            throw new FuzzFailureException($"The good client was disturbed: {read}, {_goodClient.Connection}.");
        }
    }
}
