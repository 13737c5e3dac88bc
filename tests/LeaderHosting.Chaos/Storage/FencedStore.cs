using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace LeaderHosting.Chaos.Storage;

/// <summary>
/// What the leaders work on: a store behind a Unix socket, which no fault of the network touches, that remembers the largest fencing token and refuses
/// smaller ones. It records every write.
/// </summary>
internal sealed class FencedStore : IAsyncDisposable
{
    private const int Backlog = 64;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<StoreWrite> _writes = [];
    private readonly Task _accepting;
    private long _largestToken;

    public FencedStore(string path)
    {
        Path = path;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(Backlog);
        _accepting = AcceptAsync();
    }

    /// <summary>The path of the socket.</summary>
    public string Path { get; }

    /// <summary>The writes so far, oldest first: a copy.</summary>
    public IReadOnlyList<StoreWrite> Writes
    {
        get
        {
            lock (_lock)
            {
                return [.. _writes];
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync(_stopping.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(_stopping.Token) is { } line)
            {
                var accepted = Write(line.Split(' '));
                await stream.WriteAsync(accepted ? "+"u8.ToArray() : "-"u8.ToArray(), _stopping.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The writer is gone, or the run is over.
        }
    }

    private bool Write(string[] words)
    {
        var term = long.Parse(words[1], CultureInfo.InvariantCulture);
        var token = long.Parse(words[2], CultureInfo.InvariantCulture);
        lock (_lock)
        {
            var accepted = token >= _largestToken;
            _largestToken = Math.Max(_largestToken, token);
            _writes.Add(new StoreWrite(Stopwatch.GetTimestamp(), words[0], term, token, accepted));
            return accepted;
        }
    }
}
