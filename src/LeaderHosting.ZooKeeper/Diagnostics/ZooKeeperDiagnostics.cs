namespace LeaderHosting.ZooKeeper;

/// <summary>What a <see cref="ZooKeeperClient"/> that was given an <c>IMeterFactory</c> is measured under.</summary>
public static class ZooKeeperDiagnostics
{
    /// <summary>The name of the client's meter. docs/observability.md lists its instruments.</summary>
    public const string MeterName = "LeaderHosting.ZooKeeper";
}
