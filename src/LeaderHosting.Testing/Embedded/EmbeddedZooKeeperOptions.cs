namespace LeaderHosting.Testing;

/// <summary>
/// The settings of the embedded development server that <c>AddEmbeddedZooKeeper()</c> adds. Read from the configuration section <c>EmbeddedZooKeeper</c>.
/// </summary>
public sealed class EmbeddedZooKeeperOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "EmbeddedZooKeeper";

    /// <summary>The default of <see cref="Port"/>.</summary>
    /// <remarks>Below the ports that operating systems give to outgoing connections, so that none of them takes it while no server has it.</remarks>
    public const int DefaultPort = 21810;

    /// <summary>
    /// The TCP port on 127.0.0.1, the same for all processes that are to find each other: the first to bind it hosts the server.
    /// Default <see cref="DefaultPort"/>; 1 to 65535.
    /// </summary>
    public int Port { get; set; } = DefaultPort;

    /// <summary>
    /// The server's unit of time: a dead process is noticed when its session timeout and at most one such unit have passed. Two of them are the shortest
    /// session timeout. Default 500 ms; 1 ms to 1 h.
    /// </summary>
    public TimeSpan TickTime { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the server may run where the host's environment is Production. Default false: the host then fails to start.</summary>
    public bool AllowInProduction { get; set; }
}
