using System.Globalization;

namespace LeaderHosting.ZooKeeper;

/// <summary>One server of a connection string.</summary>
/// <param name="Host">Its name or address; an IPv6 address without brackets.</param>
/// <param name="Port">The port its clients connect to.</param>
public readonly record struct ZooKeeperHost(string Host, int Port)
{
    /// <summary>The port ZooKeeper's documentation uses, taken where a connection string names none.</summary>
    public const int DefaultPort = 2181;

    /// <summary>The server as a connection string names it.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
