using System.Globalization;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>The options, checked and copied: what the caller does with theirs afterwards changes nothing.</summary>
internal sealed record SessionSettings(
    IReadOnlyList<ZooKeeperHost> Hosts,
    Chroot Chroot,
    TimeSpan RequestedTimeout,
    int MaxPacketLength,
    IReadOnlyList<ZooKeeperAuthInfo> AuthInfos,
    bool AllowReadOnly)
{
    /// <summary>The shortest limit that leaves room for a path and a little data.</summary>
    private const int SmallestMaxPacketLength = 1024;

    /// <exception cref="ArgumentException">An option is out of its bounds; the message says which and what would be right.</exception>
    public static SessionSettings From(ZooKeeperClientOptions options)
    {
        if (!ZooKeeperConnectionString.TryParse(options.ConnectionString, out var connectionString, out var error))
        {
            throw new ArgumentException($"{nameof(options.ConnectionString)}: {error}", nameof(options));
        }

        if (options.SessionTimeout.TotalMilliseconds is < 1 or > int.MaxValue)
        {
            throw new ArgumentException(
                $"{nameof(options.SessionTimeout)} is {options.SessionTimeout}; it must be between one millisecond and 24.8 days, such as 00:00:10.",
                nameof(options));
        }

        if (options.MaxPacketLength < SmallestMaxPacketLength)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{nameof(options.MaxPacketLength)} is {options.MaxPacketLength}; it must be at least {SmallestMaxPacketLength} bytes."),
                nameof(options));
        }

        if (options.AuthInfos.Contains(null!))
        {
            throw new ArgumentException($"{nameof(options.AuthInfos)} holds a null.", nameof(options));
        }

        return new SessionSettings(
            connectionString.Hosts,
            new Chroot(connectionString.Chroot),
            options.SessionTimeout,
            options.MaxPacketLength,
            [.. options.AuthInfos],
            options.AllowReadOnly);
    }
}
