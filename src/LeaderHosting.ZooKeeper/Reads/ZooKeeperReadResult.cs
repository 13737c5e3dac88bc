namespace LeaderHosting.ZooKeeper;

/// <summary>What became of one of several reads.</summary>
/// <param name="Error"><see cref="ZooKeeperErrorCode.Ok"/>, or why this one failed: most often <see cref="ZooKeeperErrorCode.NoNode"/> or
/// <see cref="ZooKeeperErrorCode.NoAuth"/>. The others are not touched by that.</param>
public readonly record struct ZooKeeperReadResult(ZooKeeperErrorCode Error)
{
    /// <summary>The data that was asked for, empty if there is none; otherwise null. The array belongs to the caller.</summary>
    public byte[]? Data { get; init; }

    /// <summary>What is known of the node at the same instant, if its data was asked for; otherwise all zero.</summary>
    public Stat Stat { get; init; }

    /// <summary>The names (not the paths) of the children that were asked for, in no order; otherwise null.</summary>
    public IReadOnlyList<string>? Children { get; init; }
}
