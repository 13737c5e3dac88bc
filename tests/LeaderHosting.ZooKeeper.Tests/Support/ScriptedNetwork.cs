using System.Net;
using System.Threading.Channels;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Connections;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>A network of servers played by the test, in memory.</summary>
internal sealed class ScriptedNetwork : INetwork
{
    private readonly Channel<ScriptedConnection> _accepted = Channel.CreateUnbounded<ScriptedConnection>();
    private readonly Lock _gate = new();
    private readonly List<EndPoint> _attempts = [];

    /// <summary>What becomes of an attempt to connect, before it succeeds: throw to refuse it, wait to be a black hole.</summary>
    public Func<EndPoint, CancellationToken, Task> OnConnect { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>The addresses of a name.</summary>
    public Func<ZooKeeperHost, CancellationToken, Task<IReadOnlyList<EndPoint>>> OnResolve { get; set; } =
        static (host, _) => Task.FromResult<IReadOnlyList<EndPoint>>([new DnsEndPoint(host.Host, host.Port)]);

    /// <summary>Every attempt to connect so far.</summary>
    public IReadOnlyList<EndPoint> Attempts
    {
        get
        {
            lock (_gate)
            {
                return [.. _attempts];
            }
        }
    }

    public Task<IReadOnlyList<EndPoint>> ResolveAsync(ZooKeeperHost host, CancellationToken cancellationToken) =>
        OnResolve(host, cancellationToken);

    public async Task<ITransport> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _attempts.Add(endPoint);
        }

        await OnConnect(endPoint, cancellationToken);
        var connection = new ScriptedConnection(endPoint);
        await _accepted.Writer.WriteAsync(connection, cancellationToken);
        return connection.Transport;
    }

    /// <summary>The next connection a client has opened.</summary>
    public async Task<ScriptedConnection> AcceptAsync() =>
        await _accepted.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout);

    /// <summary>The next connection, with the handshake done.</summary>
    public async Task<ScriptedConnection> AcceptSessionAsync(long sessionId = ScriptedConnection.SessionId, int timeout = 9000)
    {
        var connection = await AcceptAsync();
        await connection.ReadConnectAsync();
        await connection.GrantAsync(sessionId, timeout);
        return connection;
    }
}
