using System.Text;

namespace FailoverDemo.Jobs;

/// <summary>Reads what a node appends to its job file. Not thread-safe.</summary>
internal sealed class JobFile(string path)
{
    private long _position;

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>The runs written since the last call. A line that is still being written is left for the next one.</summary>
    public IReadOnlyList<JobRecord> ReadNew()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _position;
        var bytes = new byte[file.Length - _position];
        var whole = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        whole = whole[..(whole.LastIndexOf((byte)'\n') + 1)];
        _position += whole.Length;
        return [.. Encoding.UTF8.GetString(whole).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(JobRecord.Parse)];
    }
}
