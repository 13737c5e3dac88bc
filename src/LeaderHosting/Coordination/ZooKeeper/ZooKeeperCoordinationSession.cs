using System.Runtime.CompilerServices;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Coordination.ZooKeeper;

/// <summary>A session on this project's own client.</summary>
internal sealed class ZooKeeperCoordinationSession : ICoordinationSession
{
    private readonly ZooKeeperClient _client;
    private readonly IReadOnlyList<Acl> _acl;
    private readonly ServerFeatures _features;
    private CoordinationConnection? _connection;

    public ZooKeeperCoordinationSession(ZooKeeperClient client, IReadOnlyList<Acl> acl, ServerFeatures features)
    {
        _client = client;
        _acl = acl;
        _features = features;
    }

    /// <inheritdoc/>
    public long Id => _client.SessionId;

    /// <inheritdoc/>
    public CoordinationConnection? Connection
    {
        get
        {
            if (_client.Connection is not { } now)
            {
                return null;
            }

            // Asked for at every request, so made once for each connection.
            var known = Volatile.Read(ref _connection);
            if (known is null || known.Ordinal != now.Ordinal)
            {
                known = Translate(now);
                Volatile.Write(ref _connection, known);
            }

            return known;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CoordinationSessionEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var changes = _client.WatchStateAsync(cancellationToken);
        _client.Start();
        await foreach (var change in changes.ConfigureAwait(false))
        {
            switch (change.State)
            {
                case SessionState.Connected when change.Connection is { } connection:
                    yield return new CoordinationSessionEvent.Connected(Translate(connection));
                    break;
                case SessionState.Suspended:
                    yield return new CoordinationSessionEvent.Suspended(ReasonOf(change, "The connection is lost."));
                    break;
                case SessionState.AuthFailed:
                    yield return new CoordinationSessionEvent.Lost(
                        CoordinationFault.AuthenticationFailed, ReasonOf(change, "The servers refused the credentials."));
                    yield break;
                case SessionState.Expired:
                    yield return new CoordinationSessionEvent.Lost(CoordinationFault.SessionLost, ReasonOf(change, "The session has expired."));
                    yield break;
                case SessionState.Closed:
                    yield return new CoordinationSessionEvent.Lost(CoordinationFault.SessionLost, ReasonOf(change, "The session was closed."));
                    yield break;
            }
        }
    }

    /// <inheritdoc/>
    public void Reconnect(string reason) => _client.Reconnect(reason);

    /// <inheritdoc/>
    public async Task<string> CreateAsync(
        string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken)
    {
        try
        {
            var created = await _client.CreateAsync(path, data, ModeOf(kind), _acl, cancellationToken).ConfigureAwait(false);
            return created.Path;
        }
        catch (ZooKeeperException e)
        {
            throw Translate(e);
        }
    }

    /// <inheritdoc/>
    public async Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var (data, stat) = await _client.GetDataAsync(path, cancellationToken).ConfigureAwait(false);
            return NodeOf(data, stat);
        }
        catch (NoNodeException)
        {
            return null;
        }
        catch (ZooKeeperException e)
        {
            throw Translate(e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetChildrenAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
        catch (ZooKeeperException e)
        {
            throw Translate(e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CoordinationReadResult>> ReadAsync(IReadOnlyList<CoordinationRead> reads, CancellationToken cancellationToken)
    {
        if (!_features.KnowMultiRead)
        {
            return await SeparateReads.SendAsync(this, reads, cancellationToken).ConfigureAwait(false);
        }

        var lostBefore = _features.MultiReadsLost;
        try
        {
            var results = await _client.MultiReadAsync([.. reads.Select(Translate)], cancellationToken).ConfigureAwait(false);
            _features.OnMultiReadAnswered();
            return [.. reads.Zip(results, Translate)];
        }
        catch (UnimplementedException)
        {
            _features.OnMultiReadUnknown();
            return await SeparateReads.SendAsync(this, reads, cancellationToken).ConfigureAwait(false);
        }
        catch (ConnectionLossException e)
        {
            _features.OnMultiReadLost(lostBefore);
            throw Translate(e);
        }
        catch (ZooKeeperException e)
        {
            throw Translate(e);
        }
    }

    /// <inheritdoc/>
    public async Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken)
    {
        try
        {
            // A data watch, because an exists watch would also be left behind on a node that is not there.
            var watched = await _client.WatchDataAsync(path, cancellationToken).ConfigureAwait(false);
            _ = ForwardAsync(watched.Changed, onEvent);
            return watched;
        }
        catch (NoNodeException)
        {
            return null;
        }
        catch (ZooKeeperException e)
        {
            throw Translate(e);
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken)
    {
        try
        {
            var results = await _client.MultiAsync(Translate(operations), cancellationToken).ConfigureAwait(false);
            return Translate(results);
        }
        catch (ZooKeeperException e)
        {
            throw Translate(e);
        }
    }

    /// <inheritdoc/>
    public ValueTask AbandonAsync() => new(_client.AbandonAsync());

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    /// <summary>Hands on what the client's watch has to tell.</summary>
    internal static async Task ForwardAsync(Task<WatchEvent> changed, Action<CoordinationNodeEvent> onEvent)
    {
        var e = await changed.ConfigureAwait(false);
        switch (e.Type)
        {
            case WatchEventType.NodeDeleted:
                onEvent(CoordinationNodeEvent.Deleted);
                break;
            case WatchEventType.NodeDataChanged:
                onEvent(CoordinationNodeEvent.Changed);
                break;
        }
    }

    private static CreateMode ModeOf(CoordinationNodeKind kind) =>
        kind == CoordinationNodeKind.EphemeralSequential ? CreateMode.EphemeralSequential : CreateMode.Persistent;

    private static CoordinationResult Translate(ZooKeeperOperationResult result) => new(
        result.Stat?.Version ?? 0,
        result.Stat?.Mzxid ?? 0,
        result.Kind == ZooKeeperOperationKind.Create ? result.Path : null,
        result.Stat?.NumChildren ?? 0);

    // Eight times a second or more, for as long as a node leads: without the lists that would grow behind a query.
    private static CoordinationResult[] Translate(IReadOnlyList<ZooKeeperOperationResult> results)
    {
        var translated = new CoordinationResult[results.Count];
        for (var i = 0; i < translated.Length; i++)
        {
            translated[i] = Translate(results[i]);
        }

        return translated;
    }

    private ZooKeeperOperation[] Translate(IReadOnlyList<CoordinationOperation> operations)
    {
        var translated = new ZooKeeperOperation[operations.Count];
        for (var i = 0; i < translated.Length; i++)
        {
            translated[i] = Translate(operations[i]);
        }

        return translated;
    }

    private ZooKeeperOperation Translate(CoordinationOperation operation) => operation switch
    {
        CoordinationOperation.Create o => ZooKeeperOperation.Create(o.Path, o.Data, ModeOf(o.Kind), _acl),
        CoordinationOperation.Check o => ZooKeeperOperation.Check(o.Path),
        CoordinationOperation.Delete o => ZooKeeperOperation.Delete(o.Path),
        CoordinationOperation.SetData o => ZooKeeperOperation.SetData(o.Path, o.Data, o.Version),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "There is no such operation."),
    };

    private static CoordinationNode NodeOf(byte[] data, Stat stat) => new(data, stat.Version, stat.Mzxid, stat.EphemeralOwner, stat.NumChildren, stat.Cversion);

    private static ZooKeeperRead Translate(CoordinationRead read) =>
        read.Kind == CoordinationReadKind.Node ? ZooKeeperRead.Data(read.Path) : ZooKeeperRead.Children(read.Path);

    private static CoordinationReadResult Translate(CoordinationRead read, ZooKeeperReadResult result) => result switch
    {
        { Data: { } data } => new CoordinationReadResult(Node: NodeOf(data, result.Stat)),
        { Children: { } children } => new CoordinationReadResult(Children: children),
        { Error: ZooKeeperErrorCode.NoNode } => default,
        _ => new CoordinationReadResult(Error: new CoordinationException(FaultOf(result.Error), $"{read.Path} could not be read: {result.Error}.")),
    };

    private static CoordinationConnection Translate(ZooKeeperConnectionInfo connection) => new(
        connection.Ordinal,
        connection.ConnectRequestSentTimestamp,
        connection.ConnectAnsweredTimestamp,
        connection.SessionTimeout,
        connection.EndPoint.ToString() ?? "");

    private static CoordinationException Translate(ZooKeeperException e) => new(FaultOf(e.Code), e.Message, e)
    {
        FailedOperation = e is ZooKeeperMultiException multi ? multi.FailedIndex : -1,
        IsUnrelatedToContent = e.Code is ZooKeeperErrorCode.SessionMoved
            or ZooKeeperErrorCode.ThrottledOp or ZooKeeperErrorCode.RequestTimeout or ZooKeeperErrorCode.OperationTimeout,
    };

    private static CoordinationFault FaultOf(ZooKeeperErrorCode code) => code switch
    {
        ZooKeeperErrorCode.ConnectionLoss or ZooKeeperErrorCode.SessionMoved => CoordinationFault.ConnectionLost,
        ZooKeeperErrorCode.SessionExpired or ZooKeeperErrorCode.Closing => CoordinationFault.SessionLost,
        ZooKeeperErrorCode.NoNode => CoordinationFault.NodeMissing,
        ZooKeeperErrorCode.NodeExists => CoordinationFault.NodeExists,
        ZooKeeperErrorCode.BadVersion => CoordinationFault.VersionMismatch,
        ZooKeeperErrorCode.NoAuth or ZooKeeperErrorCode.InvalidAcl => CoordinationFault.NotAuthorized,
        ZooKeeperErrorCode.AuthFailed => CoordinationFault.AuthenticationFailed,
        _ => CoordinationFault.Other,
    };

    private static string ReasonOf(SessionStateChange change, string otherwise) => change.Cause?.Message ?? otherwise;
}
