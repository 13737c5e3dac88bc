namespace LeaderHosting.Coordination.ZooKeeper;

/// <summary>What has been learned of the servers' abilities. It outlives the sessions, since a server ends the connection of a client that asks for what it does not know.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ServerFeatures
{
    private volatile bool _lackMultiRead;

    /// <summary>Whether the servers are believed to know the request that reads several nodes (3.6 and later).</summary>
    public bool KnowMultiRead
    {
        get => !_lackMultiRead;
        set => _lackMultiRead = !value;
    }
}
