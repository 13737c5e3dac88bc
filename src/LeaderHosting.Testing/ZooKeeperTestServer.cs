using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using LeaderHosting.Testing.Connections;
using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Faults;
using LeaderHosting.Testing.FourLetterWords;
using LeaderHosting.Testing.Transports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeaderHosting.Testing;

/// <summary>
/// A ZooKeeper server inside this process, for tests and for development: one node, in memory, on the loopback interface. It speaks the protocol of
/// ZooKeeper 3.8 to any client and behaves as a real standalone server (3.8.4) does, but it keeps nothing on disk and knows no ensemble, no TLS, no SASL,
/// no quotas. What can go wrong with a real one goes wrong here on demand: see <see cref="Faults"/>.
/// </summary>
/// <remarks>Thread-safe. Never expose it to a network: it trusts everybody who can reach it.</remarks>
public sealed class ZooKeeperTestServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger;
    private readonly ServerCore _core;
    private readonly TcpListenSocket _listener;
    private readonly ConnectionRegistry _connections;
    private readonly Task _accepting;
    private int _disposed;

    private ZooKeeperTestServer(ZooKeeperTestServerOptions options, out IDisposable? pause, bool paused)
    {
        _logger = options.LoggerFactory?.CreateLogger<ZooKeeperTestServer>() ?? NullLogger<ZooKeeperTestServer>.Instance;
        var limits = ServerLimits.From(options);
        _listener = new TcpListenSocket(options.Port);
        _core = new ServerCore(options.TimeProvider, limits, options.StartZxid, options.ContainerCheckInterval, _logger);

        var gate = new TrafficGate(options.TimeProvider);
        var requestFaults = new RequestFaults();
        var words = new FourLetterWordResponder(_core, options, limits, EndPoint.Port);
        var services = new ConnectionServices(_core, limits, gate, requestFaults, words, options.TimeProvider, _logger);
        _connections = new ConnectionRegistry(services, options.MaxConnectionsPerAddress);
        Faults = new ServerFaults(_core, gate, requestFaults, _listener);
        pause = paused ? Faults.Pause() : null;
        _accepting = Task.Run(AcceptAllAsync);
    }

    /// <summary>Where the server listens.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>What a client is given to find the server: <c>127.0.0.1:port</c>.</summary>
    public string ConnectionString => EndPoint.ToString();

    /// <summary>Makes things go wrong.</summary>
    public ServerFaults Faults { get; }

    /// <summary>The sessions that are alive now, by id.</summary>
    public IReadOnlyList<ServerSession> Sessions => _core.Read(static state => (IReadOnlyList<ServerSession>)
    [
        .. state.Sessions.All.OrderBy(static session => session.Id).Select(session => new ServerSession(
            session.Id,
            TimeSpan.FromMilliseconds(session.Timeout),
            session.Connection is not null,
            state.Tree.EphemeralsOf(session.Id))),
    ]);

    /// <summary>The newest transaction's id: the epoch in the upper 32 bits, a counter in the lower ones.</summary>
    public long Zxid => _core.Read(static state => state.Zxid);

    /// <summary>Starts a server. It accepts connections when the task completes.</summary>
    /// <param name="options">How it behaves, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    /// <exception cref="SocketException">The port is in use.</exception>
    public static Task<ZooKeeperTestServer> StartAsync(ZooKeeperTestServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Start(options ?? new ZooKeeperTestServerOptions(), paused: false, out _));
    }

    /// <summary>Connects without a socket: the bytes of the protocol go through memory.</summary>
    /// <returns>The client's end. Complete both its halves to disconnect.</returns>
    /// <exception cref="SocketException">Connections are refused at present.</exception>
    /// <exception cref="ObjectDisposedException">The server has stopped.</exception>
    public async ValueTask<IDuplexPipe> ConnectInMemoryAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        if (Faults.RefusesConnections)
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        var (serverEnd, clientEnd) = MemoryTransport.CreatePair();
        await _connections.StartAsync(serverEnd, _stopping.Token).ConfigureAwait(false);
        return clientEnd;
    }

    /// <summary>
    /// Restarts the server: every connection breaks, and a new epoch of zxids begins, as when an ensemble has elected a new leader.
    /// </summary>
    /// <param name="keepData">
    /// True: nodes and sessions survive, and every session has its whole timeout before it once more. False: all are gone, and clients
    /// that come back are told that their sessions have expired.
    /// </param>
    /// <remarks>To keep the server away for a while, <see cref="ServerFaults.RefuseConnections"/> meanwhile.</remarks>
    /// <exception cref="ObjectDisposedException">The server has stopped.</exception>
    public Task RestartAsync(bool keepData = true)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _core.Restart(keepData);
        ServerLog.Restarted(_logger, keepData, Zxid);
        return Task.CompletedTask;
    }

    /// <summary>Stops the server and breaks every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        await _connections.DrainAsync().ConfigureAwait(false);
        _core.Dispose();
        _stopping.Dispose();
        ServerLog.Stopped(_logger);
    }

    /// <summary>Starts a server that has its port and answers nobody, until <paramref name="pause"/> is disposed.</summary>
    /// <inheritdoc cref="StartAsync" path="/exception"/>
    internal static ZooKeeperTestServer StartPaused(ZooKeeperTestServerOptions options, out IDisposable pause)
    {
        var server = Start(options, paused: true, out var lift);
        pause = lift!;
        return server;
    }

    private static ZooKeeperTestServer Start(ZooKeeperTestServerOptions options, bool paused, out IDisposable? pause)
    {
        OptionsRules.Validate(options);
        var server = new ZooKeeperTestServer(options, out pause, paused);
        ServerLog.Started(server._logger, server.EndPoint);
        return server;
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                await AcceptAsync(socket).ConfigureAwait(false);
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
            // The server stops.
        }
    }

    private async ValueTask AcceptAsync(Socket socket)
    {
        SocketTransport transport;
        try
        {
            transport = new SocketTransport(socket);
        }
        catch (SocketException)
        {
            // Gone before it was greeted.
            socket.Dispose();
            return;
        }

        await _connections.StartAsync(transport, _stopping.Token).ConfigureAwait(false);
    }
}
