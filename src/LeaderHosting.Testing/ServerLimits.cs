namespace LeaderHosting.Testing;

/// <summary>The options of a server in the units that the protocol uses: milliseconds and bytes.</summary>
internal sealed record ServerLimits(int Tick, int MinSessionTimeout, int MaxSessionTimeout, int MaxPacket, bool TtlNodes)
{
    public static ServerLimits From(ZooKeeperTestServerOptions options)
    {
        var tick = Math.Max(1, (int)options.TickTime.TotalMilliseconds);
        return new ServerLimits(
            tick,
            (int)(options.MinSessionTimeout?.TotalMilliseconds ?? tick * 2.0),
            (int)(options.MaxSessionTimeout?.TotalMilliseconds ?? tick * 20.0),
            options.MaxPacketSize,
            options.EnableTtlNodes);
    }
}
