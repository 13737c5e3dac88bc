using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Wire;

/// <content>The requests, by name.</content>
public sealed partial class WireClient
{
    private static readonly Acl[] Open = [new(AclPermissions.All, "world", "anyone")];

    public Task<WireReply> CreateAsync(string path, byte[]? data = null, CreateMode mode = CreateMode.Persistent, Acl[]? acl = null) =>
        RequestAsync(Op.Create, CreateBody(path, data ?? [], mode, acl));

    public Task<WireReply> Create2Async(string path, byte[]? data = null, CreateMode mode = CreateMode.Persistent) =>
        RequestAsync(Op.Create2, CreateBody(path, data ?? [], mode));

    public Task<WireReply> CreateContainerAsync(string path) => RequestAsync(Op.CreateContainer, CreateBody(path, [], CreateMode.Container));

    public Task<WireReply> CreateTtlAsync(string path, TimeSpan ttl) =>
        RequestAsync(Op.CreateTtl, CreateBody(path, [], CreateMode.PersistentWithTtl).Long((long)ttl.TotalMilliseconds));

    public Task<WireReply> DeleteAsync(string path, int version = -1) => RequestAsync(Op.Delete, new WireWriter().String(path).Int(version));

    public Task<WireReply> SetDataAsync(string path, byte[]? data = null, int version = -1) =>
        RequestAsync(Op.SetData, new WireWriter().String(path).Buffer(data ?? []).Int(version));

    public Task<WireReply> ExistsAsync(string path, bool watch = false) => RequestAsync(Op.Exists, PathAndWatch(path, watch));

    public Task<WireReply> GetDataAsync(string path, bool watch = false) => RequestAsync(Op.GetData, PathAndWatch(path, watch));

    public Task<WireReply> GetChildrenAsync(string path, bool watch = false) => RequestAsync(Op.GetChildren, PathAndWatch(path, watch));

    public Task<WireReply> GetAclAsync(string path) => RequestAsync(Op.GetAcl, new WireWriter().String(path));

    public Task<WireReply> SetAclAsync(string path, Acl[] acl, int version = -1) =>
        RequestAsync(Op.SetAcl, new WireWriter().String(path).Acls(acl).Int(version));

    public Task<WireReply> AuthAsync(string scheme, string secret) =>
        RequestAsync(Op.Auth, new WireWriter().Int(0).String(scheme).String(secret), xid: -4);

    public Task<WireReply> AddWatchAsync(string path, bool recursive) =>
        RequestAsync(Op.AddWatch, new WireWriter().String(path).Int(recursive ? 1 : 0));

    public Task<WireReply> RemoveWatchesAsync(string path, int type) => RequestAsync(Op.RemoveWatches, new WireWriter().String(path).Int(type));

    public Task<WireReply> MultiAsync(params WireOperation[] operations) => RequestAsync(Op.Multi, WireOperation.Encode(operations));

    public Task<WireReply> CloseSessionAsync() => RequestAsync(Op.CloseSession);

    /// <summary>The stat of a node that must exist.</summary>
    public async Task<Stat> StatAsync(string path) => (await ExistsAsync(path)).Ok().Stat();

    internal static WireWriter CreateBody(string path, byte[]? data, CreateMode mode, Acl[]? acl = null) =>
        new WireWriter().String(path).Buffer(data).Acls(acl ?? Open).Int((int)mode);

    private static WireWriter PathAndWatch(string path, bool watch) => new WireWriter().String(path).Bool(watch);
}
