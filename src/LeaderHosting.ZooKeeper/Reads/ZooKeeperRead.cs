namespace LeaderHosting.ZooKeeper;

/// <summary>One of several reads that are sent in one request (<see cref="ZooKeeperClient.MultiReadAsync"/>). Immutable, and usable in any number of requests.</summary>
public sealed class ZooKeeperRead
{
    private ZooKeeperRead(ZooKeeperReadKind kind, string path)
    {
        ZooKeeperPath.Validate(path);
        Kind = kind;
        Path = path;
    }

    /// <summary>What it asks for.</summary>
    public ZooKeeperReadKind Kind { get; }

    /// <summary>The node it is about.</summary>
    public string Path { get; }

    /// <summary>Reads a node's data.</summary>
    /// <param name="path">The node.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    public static ZooKeeperRead Data(string path) => new(ZooKeeperReadKind.Data, path);

    /// <summary>Lists a node's children.</summary>
    /// <param name="path">The node.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is no path.</exception>
    public static ZooKeeperRead Children(string path) => new(ZooKeeperReadKind.Children, path);

    /// <summary>The kind and the path.</summary>
    public override string ToString() => $"{Kind} {Path}";
}
