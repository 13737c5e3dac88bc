namespace LeaderHosting.ZooKeeper;

/// <summary>What a <see cref="ZooKeeperRead"/> asks for.</summary>
public enum ZooKeeperReadKind
{
    /// <summary>A node's data and its stat.</summary>
    Data,

    /// <summary>The names of a node's children.</summary>
    Children,
}
