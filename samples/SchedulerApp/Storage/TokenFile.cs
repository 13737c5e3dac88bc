using System.Globalization;
using System.Text;

namespace SchedulerApp.Storage;

/// <summary>A file that holds one number, replaced as a whole: a reader or a crash sees the old one or the new one, never a part.</summary>
internal sealed class TokenFile(string path)
{
    private const int LongestContent = 64;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The number, or <see langword="null"/> when there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file holds something else. It is left as it is.</exception>
    public long? Read()
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var content = File.ReadAllText(path, Encoding.UTF8).TrimEnd('\n');
        return long.TryParse(content, NumberStyles.None, CultureInfo.InvariantCulture, out var token)
            ? token
            : throw new InvalidDataException(
                $"'{path}' should hold the largest fencing token seen, a number, and holds '{Shorten(content)}'. Write the number into it: the largest that a write to the file beside it has shown.");
    }

    /// <summary>Replaces the number. It is on the disk when the method returns.</summary>
    public void Write(long token)
    {
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(Encoding.UTF8.GetBytes(token.ToString(CultureInfo.InvariantCulture) + '\n'));
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    private static string Shorten(string content)
        => content.Length <= LongestContent ? content : string.Concat(content.AsSpan(0, LongestContent), "…");
}
