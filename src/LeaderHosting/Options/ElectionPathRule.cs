namespace LeaderHosting;

/// <summary>What may be an election path: an absolute znode path, as ZooKeeper's <c>PathUtils.validatePath</c> has it, but not the root.</summary>
internal static class ElectionPathRule
{
    /// <summary>What is wrong with a path, or <see langword="null"/>.</summary>
    public static string? FaultOf(string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            return "must be an absolute path, beginning with '/'";
        }

        if (path.Length == 1)
        {
            return "must name a node below the root";
        }

        if (path[^1] == '/')
        {
            return "must not end with '/'";
        }

        var rest = path.AsSpan(1);
        foreach (var range in rest.Split('/'))
        {
            var segment = rest[range];
            switch (segment)
            {
                case "":
                    return "must not have an empty segment ('//')";
                case "." or "..":
                    return "must not have a relative segment ('.' or '..')";
            }

            foreach (var c in segment)
            {
                if (char.IsControl(c) || c is >= '\ud800' and <= '\uf8ff' or >= '\ufff0')
                {
                    return "has a character that ZooKeeper does not allow in a path";
                }
            }
        }

        return path == "/zookeeper" || path.StartsWith("/zookeeper/", StringComparison.Ordinal)
            ? "lies below /zookeeper, which belongs to the servers"
            : null;
    }
}
