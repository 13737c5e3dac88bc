using System.Text;

namespace SchedulerApp.Storage;

/// <summary>
/// A text file that refuses the writes of a master that is no longer one: every write shows a fencing token, and one smaller than the largest
/// token seen so far is refused. Any number of processes on one machine may write to the same file.
/// </summary>
/// <remarks>
/// <para>The check and the write happen under one lock (<c>FILE.lock</c>), so a process that is frozen between them holds all others up instead of
/// writing after them. The largest token stands in <c>FILE.token</c>.</para>
/// <para>Order of writes: first the token reaches the disk, then the line. A crash in between leaves a token without its line, which fences old
/// masters a little early; the other way round an old master could still write. A crash inside a line leaves a torn last line, which the next
/// write removes: it was never acknowledged.</para>
/// <para>The file has to be on a local disk: locks of network file systems cannot be relied on.</para>
/// </remarks>
public sealed class FencedFileStore
{
    private const byte NewLine = (byte)'\n';

    private readonly string _path;
    private readonly TokenFile _tokens;
    private readonly FileLock _lock;

    /// <summary>Initializes a new instance. Nothing is opened before the first write.</summary>
    /// <param name="path">The file, absolute or relative to the current directory. It and its folder are created when missing.</param>
    /// <param name="time">The clock by which it waits for the lock.</param>
    public FencedFileStore(string path, TimeProvider time)
    {
        _path = Path.GetFullPath(path);
        _tokens = new TokenFile(_path + ".token");
        _lock = new FileLock(_path + ".lock", time);
    }

    /// <summary>Appends a line. It is on the disk when the task completes.</summary>
    /// <param name="token">The fencing token of the writer's term.</param>
    /// <param name="line">The line, without its end.</param>
    /// <param name="cancellationToken">Gives up waiting for other writers. A write that has begun is finished.</param>
    /// <exception cref="StaleTokenException">A write with a larger token came first.</exception>
    /// <exception cref="InvalidDataException">The largest token seen is not known, because its file is damaged or missing. Nothing was written.</exception>
    /// <exception cref="IOException">The file cannot be written, or another process has held its lock for too long.</exception>
    public async Task AppendAsync(long token, string line, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        if (line.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("One line, without its end.", nameof(line));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        using (await _lock.AcquireAsync(cancellationToken))
        {
            Admit(token);
            Append(Encoding.UTF8.GetBytes(line + '\n'));
        }
    }

    private void Admit(long token)
    {
        var newest = _tokens.Read();
        if (newest is null && new FileInfo(_path) is { Exists: true, Length: > 0 })
        {
            throw new InvalidDataException(
                $"'{_path}' has content, but '{_tokens.Path}', which holds the largest fencing token seen, is missing. Put it back, or move the file away.");
        }

        if (token < newest)
        {
            throw new StaleTokenException(_path, token, newest.Value);
        }

        if (newest is null || token > newest)
        {
            _tokens.Write(token);
        }
    }

    private void Append(byte[] line)
    {
        using var file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        var end = EndOfLastWholeLine(file);
        file.SetLength(end);
        file.Position = end;
        try
        {
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            // A full disk: take back the part that fitted.
            file.SetLength(end);
            throw;
        }
    }

    private static long EndOfLastWholeLine(FileStream file)
    {
        Span<byte> buffer = stackalloc byte[512];
        for (var end = file.Length; end > 0;)
        {
            var part = buffer[..(int)Math.Min(buffer.Length, end)];
            file.Position = end - part.Length;
            file.ReadExactly(part);
            var newLine = part.LastIndexOf(NewLine);
            if (newLine >= 0)
            {
                return end - part.Length + newLine + 1;
            }

            end -= part.Length;
        }

        return 0;
    }
}
