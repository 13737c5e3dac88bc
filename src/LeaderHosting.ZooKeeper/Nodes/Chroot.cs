namespace LeaderHosting.ZooKeeper;

/// <summary>The node a client takes for its root: put in front of the paths it sends, taken off those it receives.</summary>
/// <param name="path">The node, or null for the server's own root.</param>
internal sealed class Chroot(string? path)
{
    /// <summary>Checks a caller's path and makes it the server's.</summary>
    /// <exception cref="ArgumentException">It is no path.</exception>
    public string ToServer(string clientPath, bool sequential = false)
    {
        ZooKeeperPath.Validate(clientPath, sequential);
        if (path is null)
        {
            return clientPath;
        }

        // A sequential child of the root keeps its slash: "/" names "/0000000000", not a sibling of the chroot.
        return clientPath.Length == 1 && !sequential ? path : path + clientPath;
    }

    /// <summary>Makes a server's path the caller's. A path outside the chroot, which no server should send, is left as it is.</summary>
    public string ToClient(string serverPath)
    {
        if (path is null || !serverPath.StartsWith(path, StringComparison.Ordinal))
        {
            return serverPath;
        }

        if (serverPath.Length == path.Length)
        {
            return "/";
        }

        return serverPath[path.Length] == '/' ? serverPath[path.Length..] : serverPath;
    }
}
