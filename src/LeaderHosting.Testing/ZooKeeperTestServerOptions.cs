using Microsoft.Extensions.Logging;

namespace LeaderHosting.Testing;

/// <summary>How a <see cref="ZooKeeperTestServer"/> behaves. The defaults are those of ZooKeeper 3.8, except where a member says otherwise.</summary>
public sealed record ZooKeeperTestServerOptions
{
    /// <summary>The TCP port on 127.0.0.1 to listen on. 0, the default, takes any free one; ZooKeeper's own is 2181.</summary>
    public int Port { get; init; }

    /// <summary>
    /// The server's unit of time: sessions expire at multiples of it. Default 2 s; at least 1 ms. (<c>tickTime</c>)
    /// </summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The shortest session timeout a client can get. Default (null): two ticks. (<c>minSessionTimeout</c>)</summary>
    public TimeSpan? MinSessionTimeout { get; init; }

    /// <summary>The longest session timeout a client can get. Default (null): twenty ticks. (<c>maxSessionTimeout</c>)</summary>
    public TimeSpan? MaxSessionTimeout { get; init; }

    /// <summary>
    /// The largest packet in bytes that a client may send, which also limits a node's data. A larger one costs the client its connection.
    /// Default 1,048,575. (<c>jute.maxbuffer</c>)
    /// </summary>
    public int MaxPacketSize { get; init; } = 0xfffff;

    /// <summary>
    /// How many connections one address may have; one more is closed at once. 0, the default, is no limit, because all clients of a test share
    /// one address; ZooKeeper's default is 60. (<c>maxClientCnxns</c>)
    /// </summary>
    public int MaxConnectionsPerAddress { get; init; }

    /// <summary>
    /// How often empty containers and outlived nodes with a time to live are looked for. Default 1 min. (<c>znode.container.checkIntervalMs</c>)
    /// </summary>
    public TimeSpan ContainerCheckInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether nodes can have a time to live. Default false: such a request is answered with Unimplemented, as by a server whose administrator
    /// has not turned them on. (<c>extendedTypesEnabled</c>)
    /// </summary>
    public bool EnableTtlNodes { get; init; }

    /// <summary>
    /// The four-letter commands that are answered, separated by commas, or * for all. <c>srvr</c> always is. Default: no others.
    /// (<c>4lw.commands.whitelist</c>)
    /// </summary>
    public string FourLetterWordWhitelist { get; init; } = "";

    /// <summary>
    /// The zxid that the server counts on from. Default 0, where a new server begins. A server that stands in for an earlier one, though
    /// it is empty, begins above everything that one has handed out: clients refuse to go back in time, and zxids serve as fencing tokens.
    /// </summary>
    public long StartZxid { get; init; }

    /// <summary>The clock that sessions, delays and sweeps go by. Default: the system's. With a fake one, time passes when the test says so.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the server's log goes (event ids in the 7000s). Default: nowhere.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}
