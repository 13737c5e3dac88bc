namespace LeaderHosting.ZooKeeper;

/// <summary>One operation of a transaction (<see cref="ZooKeeperClient.MultiAsync"/>). Immutable, and usable in any number of transactions.</summary>
public sealed class ZooKeeperOperation
{
    private ZooKeeperOperation(ZooKeeperOperationKind kind, string path)
    {
        Kind = kind;
        Path = path;
    }

    /// <summary>What it does.</summary>
    public ZooKeeperOperationKind Kind { get; }

    /// <summary>The node it is about.</summary>
    public string Path { get; }

    internal ReadOnlyMemory<byte> Data { get; private init; }

    internal IReadOnlyList<Acl> Acl { get; private init; } = [];

    internal CreateMode Mode { get; private init; }

    internal int Version { get; private init; }

    /// <summary>Creates a node.</summary>
    /// <param name="path">The node; for a sequential one the start of its path.</param>
    /// <param name="data">Its data. Not copied: leave it alone until the transaction has been answered.</param>
    /// <param name="mode">Its kind; not one with a time to live.</param>
    /// <param name="acl">Its access control list; null for <see cref="WellKnownAcls.OpenUnsafe"/>. Not copied.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path, or an entry of <paramref name="acl"/> lacks its scheme or its id.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mode"/> is not allowed here.</exception>
    public static ZooKeeperOperation Create(
        string path,
        ReadOnlyMemory<byte> data = default,
        CreateMode mode = CreateMode.Persistent,
        IReadOnlyList<Acl>? acl = null)
    {
        acl ??= WellKnownAcls.OpenUnsafe;
        Acls.Validate(acl);
        CreateModes.RequireWithoutTtl(mode);
        ZooKeeperPath.Validate(path, mode.IsSequential());
        return new(ZooKeeperOperationKind.Create, path) { Data = data, Mode = mode, Acl = acl };
    }

    /// <summary>Deletes a node.</summary>
    /// <param name="path">The node.</param>
    /// <param name="version">The version it must have, or -1 for any.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    public static ZooKeeperOperation Delete(string path, int version = -1)
    {
        ZooKeeperPath.Validate(path);
        return new(ZooKeeperOperationKind.Delete, path) { Version = version };
    }

    /// <summary>Sets a node's data.</summary>
    /// <param name="path">The node.</param>
    /// <param name="data">Its data. Not copied: leave it alone until the transaction has been answered.</param>
    /// <param name="version">The version it must have, or -1 for any.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    public static ZooKeeperOperation SetData(string path, ReadOnlyMemory<byte> data, int version = -1)
    {
        ZooKeeperPath.Validate(path);
        return new(ZooKeeperOperationKind.SetData, path) { Data = data, Version = version };
    }

    /// <summary>Fails the transaction unless a node exists, and has a version.</summary>
    /// <param name="path">The node.</param>
    /// <param name="version">The version it must have, or -1 for any.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    public static ZooKeeperOperation Check(string path, int version = -1)
    {
        ZooKeeperPath.Validate(path);
        return new(ZooKeeperOperationKind.Check, path) { Version = version };
    }

    /// <summary>The kind and the path; never the data.</summary>
    public override string ToString() => $"{Kind} {Path}";
}
