using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.ZooKeeper;

/// <summary>Reads one server of a connection string: <c>host</c>, <c>host:port</c>, <c>[ipv6]</c> or <c>[ipv6]:port</c>.</summary>
internal static class ZooKeeperHostParser
{
    public static bool TryParse(string entry, out ZooKeeperHost host, [NotNullWhen(false)] out string? error)
    {
        host = default;
        if (entry.Length == 0)
        {
            error = "A host is missing before, after or between the commas; expected something like 'zk1:2181,zk2:2181'.";
            return false;
        }

        return entry[0] == '['
            ? TryParseBracketed(entry, out host, out error)
            : TryParseNamed(entry, out host, out error);
    }

    private static bool TryParseBracketed(string entry, out ZooKeeperHost host, [NotNullWhen(false)] out string? error)
    {
        host = default;
        error = null;
        var end = entry.IndexOf(']', StringComparison.Ordinal);
        var address = end < 0 ? string.Empty : entry[1..end];
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            error = $"'{entry}': brackets hold an IPv6 address; expected something like '[::1]:2181'.";
            return false;
        }

        var port = ZooKeeperHost.DefaultPort;
        var rest = entry[(end + 1)..];
        if (rest.Length > 0 && (rest[0] != ':' || !TryParsePort(rest[1..], out port)))
        {
            error = $"'{entry}': after the brackets comes ':' and a port from 1 to 65535; expected something like '[::1]:2181'.";
            return false;
        }

        host = new ZooKeeperHost(address, port);
        return true;
    }

    private static bool TryParseNamed(string entry, out ZooKeeperHost host, [NotNullWhen(false)] out string? error)
    {
        host = default;
        error = null;
        var colon = entry.IndexOf(':', StringComparison.Ordinal);
        if (colon != entry.LastIndexOf(':'))
        {
            error = $"'{entry}': an IPv6 address must stand in brackets, and hosts are separated by commas; " +
                "expected something like '[::1]:2181' or 'zk1:2181,zk2:2181'.";
            return false;
        }

        var name = colon < 0 ? entry : entry[..colon];
        var port = ZooKeeperHost.DefaultPort;
        if (colon >= 0 && !TryParsePort(entry[(colon + 1)..], out port))
        {
            error = $"'{entry}': '{entry[(colon + 1)..]}' is no port; expected a number from 1 to 65535, such as 'zk1:2181'.";
            return false;
        }

        if (Uri.CheckHostName(name) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            error = $"'{entry}': '{name}' is no host name or address; expected something like 'zk1:2181', hosts separated by commas.";
            return false;
        }

        host = new ZooKeeperHost(name, port);
        return true;
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
