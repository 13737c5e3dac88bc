namespace LeaderHosting.TestKit;

/// <summary>A ZooKeeper server did not start; the message ends with its log.</summary>
public sealed class ZooKeeperStartException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ZooKeeperStartException(string message, bool portWasTaken = false, Exception? innerException = null)
        : base(message, innerException)
    {
        PortWasTaken = portWasTaken;
    }

    /// <summary>Whether another process had the port: a start on another port may succeed.</summary>
    public bool PortWasTaken { get; }
}
