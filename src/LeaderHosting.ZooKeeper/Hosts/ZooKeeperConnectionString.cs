using System.Diagnostics.CodeAnalysis;

namespace LeaderHosting.ZooKeeper;

/// <summary>A connection string, as every ZooKeeper client takes it: <c>host:port,host:port/chroot</c>.</summary>
/// <remarks>A port that is left out is 2181. An IPv6 address stands in brackets: <c>[::1]:2181</c>. The chroot, if there is one, comes once,
/// after the last host; the client then takes that node for its root. The node must exist before paths below it can be used. Immutable.</remarks>
public sealed class ZooKeeperConnectionString
{
    private ZooKeeperConnectionString(IReadOnlyList<ZooKeeperHost> hosts, string? chroot)
    {
        Hosts = hosts;
        Chroot = chroot;
    }

    /// <summary>The servers, in the order of the text; at least one.</summary>
    public IReadOnlyList<ZooKeeperHost> Hosts { get; }

    /// <summary>The node the client takes for its root, or null if that is the server's own.</summary>
    public string? Chroot { get; }

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is none; the message says what is wrong and what would be right.</exception>
    public static ZooKeeperConnectionString Parse(string text) =>
        TryParse(text, out var result, out var error) ? result : throw new FormatException(error);

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">What it says.</param>
    /// <param name="error">What is wrong with it and what would be right.</param>
    /// <returns>Whether it is a connection string.</returns>
    public static bool TryParse(
        string? text,
        [NotNullWhen(true)] out ZooKeeperConnectionString? result,
        [NotNullWhen(false)] out string? error)
    {
        result = null;
        error = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = "The connection string is empty; expected something like 'zk1:2181,zk2:2181,zk3:2181'.";
            return false;
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var chroot = slash < 0 ? null : text[slash..].Trim();
        if (chroot is not null && !TryReadChroot(chroot, out error))
        {
            return false;
        }

        var entries = (slash < 0 ? text : text[..slash]).Split(',');
        var hosts = new List<ZooKeeperHost>(entries.Length);
        foreach (var entry in entries)
        {
            if (!ZooKeeperHostParser.TryParse(entry.Trim(), out var host, out error))
            {
                return false;
            }

            // A server named twice would be tried twice as often as the others.
            if (!hosts.Contains(host))
            {
                hosts.Add(host);
            }
        }

        result = new ZooKeeperConnectionString(hosts.AsReadOnly(), chroot is "/" ? null : chroot);
        return true;
    }

    /// <summary>The connection string in full, with every port.</summary>
    public override string ToString() => string.Join(',', Hosts) + Chroot;

    private static bool TryReadChroot(string chroot, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (chroot.Contains(',', StringComparison.Ordinal) && chroot.Contains(':', StringComparison.Ordinal))
        {
            error = $"The chroot comes once, after the last host: 'zk1:2181,zk2:2181/app', but a host follows it in '{chroot}'.";
        }
        else if (ZooKeeperPath.FindFault(chroot) is { } fault)
        {
            error = $"The chroot '{chroot}' is no ZooKeeper path: {fault}; expected something like '/app' after the last host.";
        }

        return error is null;
    }
}
