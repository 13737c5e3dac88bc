namespace LeaderHosting.Testing.Tree;

/// <summary>Splits and validates node paths by the rules of ZooKeeper's <c>PathUtils</c>.</summary>
internal static class NodePath
{
    public const string Root = "/";

    /// <summary>The parent of <paramref name="path"/>; the root is its own. The path must contain a slash.</summary>
    public static string ParentOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? Root : path[..slash];
    }

    /// <summary>The last element of <paramref name="path"/>.</summary>
    public static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>True when the path is absolute, has no empty, "." or ".." element, and no character that ZooKeeper forbids.</summary>
    public static bool IsValid(string path)
    {
        if (path.Length == 0 || path[0] != '/')
        {
            return false;
        }

        if (path.Length == 1)
        {
            return true;
        }

        foreach (var range in path.AsSpan(1).Split('/'))
        {
            var element = path.AsSpan(1)[range];
            if (element.IsEmpty || element is "." or ".." || element.ContainsAnyInRange('\u0000', '\u001f')
                || element.ContainsAnyInRange('\u007f', '\u009f') || element.ContainsAnyInRange('\ud800', '\uf8ff')
                || element.ContainsAnyInRange('\ufff0', '\uffff'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when a parent can be cut off the path: all that is asked of a path before its parent is looked up.</summary>
    public static bool HasParent(string path) => path.Contains('/', StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal);

    /// <summary>The nodes that a server makes for itself and that nobody may delete.</summary>
    public static bool IsReserved(string path) => path is Root or "/zookeeper" or "/zookeeper/quota" or "/zookeeper/config";
}
