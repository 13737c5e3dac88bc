using System.Globalization;

namespace LeaderHosting.ZooKeeper;

/// <summary>The rules for paths: those of <c>PathUtils.validatePath</c> of upstream, checked here so that a mistake is reported at once and in words.</summary>
internal static class ZooKeeperPath
{
    /// <summary>Throws unless <paramref name="path"/> can be a node.</summary>
    /// <param name="path">The path.</param>
    /// <param name="sequential">Whether the server will append a number: then the path may end with a slash.</param>
    /// <exception cref="ArgumentException">It cannot; the message says why.</exception>
    public static void Validate(string path, bool sequential = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (FindFault(path, sequential) is { } fault)
        {
            throw new ArgumentException($"'{path}' is no ZooKeeper path: {fault}.", nameof(path));
        }
    }

    /// <summary>What is wrong with a path, or null if nothing is.</summary>
    public static string? FindFault(ReadOnlySpan<char> path, bool sequential = false)
    {
        if (path.IsEmpty)
        {
            return "it is empty";
        }

        if (path[0] != '/')
        {
            return "it must start with '/'";
        }

        if (path.Length == 1)
        {
            return null;
        }

        if (path[^1] == '/' && !sequential)
        {
            return "it must not end with '/'";
        }

        for (var start = 1; start < path.Length;)
        {
            var length = path[start..].IndexOf('/');
            var name = length < 0 ? path[start..] : path.Slice(start, length);
            if (length == 0)
            {
                return $"the name at character {start.ToString(CultureInfo.InvariantCulture)} is empty";
            }

            // The number that will be appended makes "." and ".." at the end ordinary names.
            if (name is "." or ".." && !(sequential && length < 0))
            {
                return $"relative names such as '{name}' are not allowed";
            }

            if (FindBadCharacter(name) is { } bad)
            {
                return $"the character U+{((int)name[bad]).ToString("X4", CultureInfo.InvariantCulture)} " +
                    $"at position {(start + bad).ToString(CultureInfo.InvariantCulture)} is not allowed";
            }

            start = length < 0 ? path.Length : start + length + 1;
        }

        return null;
    }

    private static int? FindBadCharacter(ReadOnlySpan<char> name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0')
            {
                return i;
            }
        }

        return null;
    }
}
