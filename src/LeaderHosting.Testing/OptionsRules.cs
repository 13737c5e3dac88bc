namespace LeaderHosting.Testing;

/// <summary>What the options of a server must be like.</summary>
internal static class OptionsRules
{
    /// <summary>Checks <paramref name="options"/>.</summary>
    /// <exception cref="ArgumentException">One of them makes no sense; the message names it and says what would.</exception>
    public static void Validate(ZooKeeperTestServerOptions options)
    {
        var limits = ServerLimits.From(options);
        var broken =
            options.Port is < 0 or > ushort.MaxValue ? "Port must be between 0 and 65535."
            : options.TickTime < TimeSpan.FromMilliseconds(1) || options.TickTime > TimeSpan.FromHours(1) ? "TickTime must be between 1 ms and 1 h."
            : limits.MinSessionTimeout < 1 ? "MinSessionTimeout must be at least 1 ms."
            : limits.MaxSessionTimeout < limits.MinSessionTimeout ? "MaxSessionTimeout must not be shorter than MinSessionTimeout."
            : options.MaxPacketSize <= 0 ? "MaxPacketSize must be positive."
            : options.MaxConnectionsPerAddress < 0 ? "MaxConnectionsPerAddress must be positive, or 0 for no limit."
            : options.ContainerCheckInterval <= TimeSpan.Zero ? "ContainerCheckInterval must be positive."
            : options.StartZxid < 0 ? "StartZxid must not be negative."
            : null;
        if (broken is not null)
        {
            throw new ArgumentException(broken, nameof(options));
        }
    }
}
