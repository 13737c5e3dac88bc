using System.Diagnostics;
using System.Net.Sockets;

namespace LeaderHosting.Chaos.Machines;

/// <summary>Asks every server for a session, again and again until it grants one. Making a session is a commit, so a grant shows that there is a quorum that works,
/// which a server's own word does not.</summary>
internal sealed class GrantProbe : IAsyncDisposable
{
    // Long, so that a server that is slow is not taken for one that does not answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ending = new();
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly IReadOnlyList<ZooKeeperMachine> _servers;
    private readonly long[] _grantedAt;
    private readonly Task _asking;

    public GrantProbe(IReadOnlyList<ZooKeeperMachine> servers)
    {
        _servers = servers;
        _grantedAt = new long[servers.Count];
        _asking = Task.WhenAll(servers.Select((server, i) => AskAsync(server, i)));
    }

    /// <summary>When a server first granted a session.</summary>
    public long? FirstGrantAt => Enumerable.Range(0, _servers.Count).Select(GrantedAt).Where(static at => at is not null).Min();

    /// <summary>After what time each server granted a session.</summary>
    public override string ToString() => string.Join(", ", _servers.Select((server, i) => GrantedAt(i) is { } at
        ? $"{server.Machine.Name} granted a session after {Stopwatch.GetElapsedTime(_startedAt, at).TotalSeconds:0.0} s"
        : $"{server.Machine.Name} granted none"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _asking;
        _ending.Dispose();
    }

    private long? GrantedAt(int server) => Volatile.Read(ref _grantedAt[server]) is not 0 and var at ? at : null;

    private async Task AskAsync(ZooKeeperMachine server, int number)
    {
        while (GrantedAt(number) is null && !_ending.IsCancellationRequested)
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
            limited.CancelAfter(Patience);
            try
            {
                using var session = await RawSession.OpenAsync(server, limited.Token);
                Volatile.Write(ref _grantedAt[number], Stopwatch.GetTimestamp());
                await session.CloseAsync(limited.Token);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
            {
                // Asked again.
                await Task.Delay(Pause, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
