using System.Threading.Channels;
using LeaderHosting.Coordination;
using org.apache.zookeeper;
using org.apache.zookeeper.data;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>A session on the ZooKeeperNetEx package, over one client object after the other (see <see cref="NetExConnection"/>).</summary>
internal sealed class NetExSession : ICoordinationSession
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    /// <summary>A server that takes connections only to drop them is not asked without pause.</summary>
    private static readonly TimeSpan PauseAfterShortConnection = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortConnection = TimeSpan.FromSeconds(1);

    private readonly NetExConnector _connector;
    private readonly List<ACL> _acl;
    private readonly TimeProvider _time;
    private readonly NetExLane _lane = new();
    private readonly NetExWatches _watches = new();
    private readonly Channel<CoordinationSessionEvent> _events = Channel.CreateUnbounded<CoordinationSessionEvent>();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private NetExIdentity? _identity;
    private Present? _present;
    private Task _serving = Task.CompletedTask;
    private Task? _end;

    public NetExSession(NetExConnector connector, List<ACL> acl, TimeProvider time)
    {
        _connector = connector;
        _acl = acl;
        _time = time;
    }

    /// <inheritdoc/>
    public long Id => Volatile.Read(ref _identity)?.Id ?? 0;

    private TimeSpan Timeout => Volatile.Read(ref _identity)?.Timeout ?? TimeSpan.Zero;

    /// <inheritdoc/>
    public CoordinationConnection? Connection =>
        Volatile.Read(ref _present) is { } present && !present.Connection.Ended.IsCompleted ? present.Info : null;

    /// <inheritdoc/>
    public IAsyncEnumerable<CoordinationSessionEvent> RunAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_end is null)
            {
                _serving = Task.Run(ServeAsync, CancellationToken.None);
            }
        }

        return _events.Reader.ReadAllAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Reconnect(string reason) => Volatile.Read(ref _present)?.Connection.End(reason);

    /// <inheritdoc/>
    public Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken) =>
        _lane.AskAsync(client => client.createAsync(path, data.ToArray(), _acl, ModeOf(kind)), cancellationToken);

    /// <inheritdoc/>
    public Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken) => _lane.AskAsync<CoordinationNode?>(
        async client =>
        {
            try
            {
                var read = await client.getDataAsync(path).ConfigureAwait(false);
                var stat = read.Stat;
                return new CoordinationNode(read.Data, stat.getVersion(), stat.getMzxid(), stat.getEphemeralOwner(), stat.getNumChildren(), stat.getCversion());
            }
            catch (KeeperException.NoNodeException)
            {
                return null;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken) => _lane.AskAsync<IReadOnlyList<string>?>(
        async client =>
        {
            try
            {
                return (await client.getChildrenAsync(path).ConfigureAwait(false)).Children;
            }
            catch (KeeperException.NoNodeException)
            {
                return null;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken) =>
        _watches.SetAsync(path, onEvent, set => _lane.AskAsync(set, cancellationToken));

    /// <inheritdoc/>
    public Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) => _lane.AskAsync<IReadOnlyList<CoordinationResult>>(
        async client =>
        {
            var results = await client.multiAsync([.. operations.Select(Translate)]).ConfigureAwait(false);
            return [.. results.Select(Translate)];
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask AbandonAsync() => EndOnceAsync(static connection => connection.LeaveAsync());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => EndOnceAsync(_ => _lane.AskAsync(CloseAsync, CancellationToken.None));

    private ValueTask EndOnceAsync(Func<NetExConnection, Task> sayFarewell)
    {
        lock (_lock)
        {
            return new ValueTask(_end ??= EndAsync(sayFarewell));
        }
    }

    /// <summary>Ends the session. The farewell is bounded: the client waits for its watchers and for the server, for ever if need be.</summary>
    private async Task EndAsync(Func<NetExConnection, Task> sayFarewell)
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _present)?.Connection is { Ended.IsCompleted: false } connection)
        {
            var patience = Timeout / 3 < LongestFarewell ? Timeout / 3 : LongestFarewell;
            await sayFarewell(connection).WaitAsync(patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            connection.End("The session was closed.");
        }

        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Finish(new CoordinationSessionEvent.Lost(CoordinationFault.SessionLost, "The session was closed."));
        _ending.Dispose();
    }

    private static async Task<bool> CloseAsync(NetExClient client)
    {
        await client.closeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Keeps the session connected until it is over.</summary>
    private async Task ServeAsync()
    {
        var lostAt = _time.GetTimestamp();
        var ordinal = 0L;
        try
        {
            while (!_ending.IsCancellationRequested)
            {
                var (connection, identity) = await _connector.ConnectAsync(_identity, lostAt, PrepareAsync, _ending.Token).ConfigureAwait(false);
                Volatile.Write(ref _identity, identity);
                var info = new CoordinationConnection(++ordinal, connection.RequestedAt, connection.EstablishedAt, identity.Timeout, connection.Servers);
                Volatile.Write(ref _present, new Present(connection, info));
                _events.Writer.TryWrite(new CoordinationSessionEvent.Connected(info));

                await _lane.ServeAsync(connection).ConfigureAwait(false);
                _ = connection.LeaveAsync();
                lostAt = _time.GetTimestamp();
                if (!_ending.IsCancellationRequested)
                {
                    var reason = await connection.Ended.ConfigureAwait(false);
                    _connector.OnConnectionLost(identity, reason);
                    _events.Writer.TryWrite(new CoordinationSessionEvent.Suspended(reason));
                    await PauseAfterAsync(info).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session is being closed, or left.
        }
        catch (CoordinationException e)
        {
            Finish(new CoordinationSessionEvent.Lost(e.Fault, e.Message));
        }
#pragma warning disable CA1031 // A session must never be left without a loop and without an end.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Finish(new CoordinationSessionEvent.Lost(CoordinationFault.Other, e.Message));
        }
    }

    /// <summary>Makes a connection ready for the requests of others.</summary>
    /// <remarks>
    /// A client object knows nothing of what an earlier one saw, so a server that lags behind would be welcome to it, and reads could go back in time. A
    /// commit, whatever comes of it, makes the server catch up first. The watches of the session are next.
    /// </remarks>
    private async Task PrepareAsync(NetExConnection connection)
    {
        try
        {
            await connection.Client.multiAsync([Op.check("/", -1)]).ConfigureAwait(false);
        }
        catch (KeeperException e) when (e is KeeperException.NoNodeException or KeeperException.NoAuthException)
        {
            // A chroot that is missing or closed to us: committed all the same.
        }

        await _watches.SetAgainAsync(connection.Client).ConfigureAwait(false);
    }

    private Task PauseAfterAsync(CoordinationConnection connection) =>
        _time.GetElapsedTime(connection.EstablishedAt) < ShortConnection
            ? Task.Delay(PauseAfterShortConnection, _time, _ending.Token)
            : Task.CompletedTask;

    private void Finish(CoordinationSessionEvent.Lost end)
    {
        _lane.Close();
        _events.Writer.TryWrite(end);
        _events.Writer.TryComplete();
    }

    private static CreateMode ModeOf(CoordinationNodeKind kind) =>
        kind == CoordinationNodeKind.EphemeralSequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.PERSISTENT;

    private Op Translate(CoordinationOperation operation) => operation switch
    {
        CoordinationOperation.Create o => Op.create(o.Path, o.Data.ToArray(), _acl, ModeOf(o.Kind)),
        CoordinationOperation.Check o => Op.check(o.Path, -1),
        CoordinationOperation.Delete o => Op.delete(o.Path),
        CoordinationOperation.SetData o => Op.setData(o.Path, o.Data.ToArray(), o.Version),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such operation."),
    };

    private static CoordinationResult Translate(OpResult result) => result switch
    {
        OpResult.SetDataResult set => new CoordinationResult(set.getStat().getVersion(), set.getStat().getMzxid(), ChildCount: set.getStat().getNumChildren()),
        OpResult.CreateResult created => new CoordinationResult(0, 0, created.getPath()),
        _ => default,
    };

    /// <summary>The connection in use, as the client has it and as the election knows it.</summary>
    private sealed record Present(NetExConnection Connection, CoordinationConnection Info);
}
