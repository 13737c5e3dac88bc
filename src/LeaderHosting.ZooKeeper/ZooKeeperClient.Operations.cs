using System.Globalization;
using System.Runtime.CompilerServices;
using LeaderHosting.ZooKeeper.Requests;

namespace LeaderHosting.ZooKeeper;

/// <content>Requests about nodes.</content>
public sealed partial class ZooKeeperClient
{
    /// <summary>Creates a node.</summary>
    /// <param name="path">The node; for a sequential one the start of its path, which may end with a slash.</param>
    /// <param name="data">Its data. Not copied: leave it alone until the request has been answered.</param>
    /// <param name="mode">Its kind; not one with a time to live.</param>
    /// <param name="acl">Its access control list; null for <see cref="WellKnownAcls.OpenUnsafe"/>. Not copied.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its path, with the number the server appended if it is sequential, and its stat.</returns>
    /// <exception cref="NodeExistsException">There is a node with this path.</exception>
    /// <exception cref="NoNodeException">The parent does not exist.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path, or an entry of <paramref name="acl"/> lacks its scheme or its id.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. If the request was already written it may be applied.</exception>
    public ValueTask<CreateResult> CreateAsync(
        string path,
        ReadOnlyMemory<byte> data = default,
        CreateMode mode = CreateMode.Persistent,
        IReadOnlyList<Acl>? acl = null,
        CancellationToken cancellationToken = default)
    {
        acl ??= WellKnownAcls.OpenUnsafe;
        Acls.Validate(acl);
        CreateModes.RequireWithoutTtl(mode);
        var serverPath = _session.Chroot.ToServer(path, mode.IsSequential());
        return _session.SendAsync<CreateOperation, CreateResult>(
            new CreateOperation(_session.Chroot, serverPath, data, acl, mode),
            cancellationToken);
    }

    /// <summary>Creates a node that the server deletes when it has not been modified for some time and has no children.
    /// The server must run with <c>zookeeper.extendedTypesEnabled=true</c>.</summary>
    /// <param name="path">The node; for a sequential one the start of its path, which may end with a slash.</param>
    /// <param name="data">Its data. Not copied: leave it alone until the request has been answered.</param>
    /// <param name="timeToLive">The time; from 1 ms to about 34 years.</param>
    /// <param name="mode"><see cref="CreateMode.PersistentWithTtl"/> or <see cref="CreateMode.PersistentSequentialWithTtl"/>.</param>
    /// <param name="acl">Its access control list; null for <see cref="WellKnownAcls.OpenUnsafe"/>. Not copied.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its path, with the number the server appended if it is sequential, and its stat.</returns>
    /// <exception cref="UnimplementedException">The server has nodes with a time to live turned off.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path, or an entry of <paramref name="acl"/> lacks its scheme or its id.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. If the request was already written it may be applied.</exception>
    public ValueTask<CreateResult> CreateWithTtlAsync(
        string path,
        ReadOnlyMemory<byte> data,
        TimeSpan timeToLive,
        CreateMode mode = CreateMode.PersistentWithTtl,
        IReadOnlyList<Acl>? acl = null,
        CancellationToken cancellationToken = default)
    {
        acl ??= WellKnownAcls.OpenUnsafe;
        Acls.Validate(acl);
        CreateModes.RequireWithTtl(mode);
        ArgumentOutOfRangeException.ThrowIfLessThan(timeToLive, TimeSpan.FromMilliseconds(1));
        var serverPath = _session.Chroot.ToServer(path, mode.IsSequential());
        return _session.SendAsync<CreateTtlOperation, CreateResult>(
            new CreateTtlOperation(
                _session.Chroot,
                serverPath,
                data,
                acl,
                mode,
                (long)timeToLive.TotalMilliseconds),
            cancellationToken);
    }

    /// <summary>Deletes a node.</summary>
    /// <param name="path">The node.</param>
    /// <param name="version">The version it must have, or -1 for any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoNodeException">The node does not exist.</exception>
    /// <exception cref="BadVersionException">The node has another version.</exception>
    /// <exception cref="NotEmptyException">The node has children.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. If the request was already written it may be applied.</exception>
    public ValueTask DeleteAsync(string path, int version = -1, CancellationToken cancellationToken = default) =>
        _session.SendAsync(new DeleteOperation(_session.Chroot.ToServer(path), version), cancellationToken);

    /// <summary>Asks whether a node exists.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known of it, or null if it does not exist.</returns>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<Stat?> ExistsAsync(string path, CancellationToken cancellationToken = default) =>
        _session.SendAsync<ExistsOperation, Stat?>(new ExistsOperation(_session.Chroot.ToServer(path)), cancellationToken);

    /// <summary>Reads a node's data.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The data and what is known of the node.</returns>
    /// <exception cref="NoNodeException">The node does not exist.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<DataResult> GetDataAsync(string path, CancellationToken cancellationToken = default) =>
        _session.SendAsync<GetDataOperation, DataResult>(new GetDataOperation(_session.Chroot.ToServer(path)), cancellationToken);

    /// <summary>Sets a node's data.</summary>
    /// <param name="path">The node.</param>
    /// <param name="data">The data. Not copied: leave it alone until the request has been answered.</param>
    /// <param name="version">The version it must have, or -1 for any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known of the node afterwards.</returns>
    /// <exception cref="NoNodeException">The node does not exist.</exception>
    /// <exception cref="BadVersionException">The node has another version.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. If the request was already written it may be applied.</exception>
    public ValueTask<Stat> SetDataAsync(
        string path,
        ReadOnlyMemory<byte> data,
        int version = -1,
        CancellationToken cancellationToken = default) =>
        _session.SendAsync<SetDataOperation, Stat>(new SetDataOperation(_session.Chroot.ToServer(path), data, version), cancellationToken);

    /// <summary>Lists a node's children.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Their names (not their paths), in no order.</returns>
    /// <exception cref="NoNodeException">The node does not exist.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<IReadOnlyList<string>> GetChildrenAsync(string path, CancellationToken cancellationToken = default) =>
        _session.SendAsync<GetChildrenOperation, IReadOnlyList<string>>(
            new GetChildrenOperation(_session.Chroot.ToServer(path)),
            cancellationToken);

    /// <summary>Lists a node's children, and reads what is known of the node at the same instant.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoNodeException">The node does not exist.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<ChildrenResult> GetChildrenWithStatAsync(string path, CancellationToken cancellationToken = default) =>
        _session.SendAsync<GetChildrenWithStatOperation, ChildrenResult>(
            new GetChildrenWithStatOperation(_session.Chroot.ToServer(path)),
            cancellationToken);

    /// <summary>Reads a node's access control list.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoNodeException">The node does not exist.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<AclResult> GetAclAsync(string path, CancellationToken cancellationToken = default) =>
        _session.SendAsync<GetAclOperation, AclResult>(new GetAclOperation(_session.Chroot.ToServer(path)), cancellationToken);

    /// <summary>Sets a node's access control list.</summary>
    /// <param name="path">The node.</param>
    /// <param name="acl">The list; not empty. Not copied: leave it alone until the request has been answered.</param>
    /// <param name="version">The version the list must have (<see cref="Stat.Aversion"/>), or -1 for any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What is known of the node afterwards.</returns>
    /// <exception cref="NoNodeException">The node does not exist.</exception>
    /// <exception cref="BadVersionException">The node has another version.</exception>
    /// <exception cref="InvalidAclException">The server does not accept the list.</exception>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="acl"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path, or an entry of <paramref name="acl"/> lacks its scheme or its id.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. If the request was already written it may be applied.</exception>
    public ValueTask<Stat> SetAclAsync(
        string path,
        IReadOnlyList<Acl> acl,
        int version = -1,
        CancellationToken cancellationToken = default)
    {
        Acls.Validate(acl);
        return _session.SendAsync<SetAclOperation, Stat>(new SetAclOperation(_session.Chroot.ToServer(path), acl, version), cancellationToken);
    }

    /// <summary>Waits until the connected server has caught up with the ensemble's leader as of this moment: what is read afterwards is no older.</summary>
    /// <param name="path">The node.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ZooKeeperException">The request failed; the subclass says how.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask SyncAsync(string path = "/", CancellationToken cancellationToken = default) =>
        _session.SendAsync(new SyncOperation(_session.Chroot.ToServer(path)), cancellationToken);

    /// <summary>Reads several nodes with one request, in order, each for itself: it is no transaction, and other clients' writes may come in between.</summary>
    /// <param name="reads">What to read. All the answers come in one packet, which <see cref="ZooKeeperClientOptions.MaxPacketLength"/> bounds. Empty is allowed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of each, in order; one that failed says why.</returns>
    /// <remarks>Servers have known this request since 3.6; an older one answers with the exception below, and ends the connection after that.</remarks>
    /// <exception cref="ArgumentException"><paramref name="reads"/> or one of them is null.</exception>
    /// <exception cref="UnimplementedException">The server is older than 3.6.</exception>
    /// <exception cref="ZooKeeperException">The request as a whole failed; the subclass says how.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<IReadOnlyList<ZooKeeperReadResult>> MultiReadAsync(
        IReadOnlyList<ZooKeeperRead> reads,
        CancellationToken cancellationToken = default)
    {
        var copy = CopyWithoutNulls(reads, "Read");
        return await _session.SendAsync<MultiReadOperation, ZooKeeperReadResult[]>(new MultiReadOperation(_session.Chroot, copy), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Does several things in one transaction: all of them, or none.</summary>
    /// <param name="operations">What to do, in order; an operation sees the effects of those before it. Empty is allowed, and does nothing but cost a commit.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What became of each, in order.</returns>
    /// <exception cref="ArgumentException"><paramref name="operations"/> or one of them is null.</exception>
    /// <exception cref="ZooKeeperMultiException">An operation could not be done, so none was; it says which, why, and what became of each.</exception>
    /// <exception cref="ZooKeeperException">The request as a whole failed; the subclass says how.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled. If the request was already written it may be applied.</exception>
    public async ValueTask<IReadOnlyList<ZooKeeperOperationResult>> MultiAsync(
        IReadOnlyList<ZooKeeperOperation> operations,
        CancellationToken cancellationToken = default)
    {
        var copy = CopyWithoutNulls(operations, "Operation");
        var results = await _session.SendAsync<TransactionOperation, ZooKeeperOperationResult[]>(
            new TransactionOperation(_session.Chroot, copy),
            cancellationToken).ConfigureAwait(false);
        return Array.Exists(results, result => result.Error != ZooKeeperErrorCode.Ok)
            ? throw new ZooKeeperMultiException(results)
            : results;
    }

    /// <summary>Copies a caller's list, which may change while the request waits to be sent.</summary>
    private static T[] CopyWithoutNulls<T>(IReadOnlyList<T> items, string what, [CallerArgumentExpression(nameof(items))] string? parameter = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(items, parameter);
        T[] copy = [.. items];
        var missing = Array.IndexOf(copy, null);
        return missing < 0
            ? copy
            : throw new ArgumentException($"{what} {missing.ToString(CultureInfo.InvariantCulture)} is null.", parameter);
    }
}
