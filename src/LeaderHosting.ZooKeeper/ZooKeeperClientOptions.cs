namespace LeaderHosting.ZooKeeper;

/// <summary>How a <see cref="ZooKeeperClient"/> connects. The client reads it once, when it is created.</summary>
public sealed class ZooKeeperClientOptions
{
    /// <summary>The default of <see cref="MaxPacketLength"/>: 1,048,575 bytes.</summary>
    public const int DefaultMaxPacketLength = 0xfffff;

    /// <summary>The servers, and the node to take for the root: <c>host:port,host:port/chroot</c>. See <see cref="ZooKeeperConnectionString"/>. Required.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>How long the ensemble keeps the session without hearing from it. Default: 10 s.</summary>
    /// <remarks>A wish: the server grants between 2 and 20 of its ticks unless it is set otherwise
    /// (<c>minSessionTimeout</c>, <c>maxSessionTimeout</c>); what it granted is <see cref="ZooKeeperClient.SessionTimeout"/>.
    /// At least one millisecond, at most 2,147,483,647 of them.</remarks>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest packet to send or to accept, in bytes: <c>jute.maxbuffer</c>. Default: <see cref="DefaultMaxPacketLength"/>.</summary>
    /// <remarks>1 MiB - 1 is upstream's own default on both sides. A server drops the connection of a client that sends more than its limit,
    /// and with it every request under way; so the client refuses such a request alone, before it is sent. Raise it here only together with the servers.
    /// A little more is accepted (1,024 bytes, as upstream's decoder allows), because the answer that carries a node's data is longer than the request that wrote it.</remarks>
    public int MaxPacketLength { get; set; } = DefaultMaxPacketLength;

    /// <summary>The identities to prove to each server before any request. Default: none.</summary>
    public IList<ZooKeeperAuthInfo> AuthInfos { get; } = [];

    /// <summary>Whether to make do with a server in read-only mode (<c>readonlymode.enabled</c>), one that is cut off from its quorum. Default: false.</summary>
    /// <remarks>What such a server says may be out of date, and it refuses writes with <see cref="NotReadOnlyException"/>.
    /// The client stays with it until the connection ends.</remarks>
    public bool AllowReadOnly { get; set; }
}
