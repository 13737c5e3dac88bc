using System.Diagnostics;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>
/// A session, independent of every election, that commits something tiny, again and again: for how long does nobody get a commit answered? No lease that the quorum has to prove can be
/// renewed meanwhile.
/// </summary>
internal sealed class CommitPulse : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _lock = new();
    private readonly ZooKeeperClientOptions _options;
    private readonly string _path;
    private readonly Task _beating;
    private TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _newest = Stopwatch.GetTimestamp();
    private long _longest;

    private CommitPulse(ZooKeeperClientOptions options, string path)
    {
        _options = options;
        _path = path;
        _beating = BeatAsync();
    }

    /// <summary>Starts it, and returns when a commit has been answered.</summary>
    public static async Task<CommitPulse> StartAsync(string servers, TimeSpan sessionTimeout)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = servers, SessionTimeout = sessionTimeout };
        var path = Bench.NewGroup("pulse");
        await using (var client = new ZooKeeperClient(options))
        {
            await client.ConnectAsync();
            await BarePaths.CreateAsync(client, path);
        }

        var pulse = new CommitPulse(options, path);
        await pulse.TakeLongestGapAsync();
        return pulse;
    }

    /// <summary>Waits for the next answer, and tells the longest time from one answer to the next since it was asked last, in milliseconds.</summary>
    public async Task<double> TakeLongestGapAsync()
    {
        Task answered;
        lock (_lock)
        {
            answered = _answered.Task;
        }

        await answered;
        lock (_lock)
        {
            var longest = _longest;
            _longest = 0;
            return Bench.Milliseconds(longest);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _beating;
        _ending.Dispose();
    }

    private async Task BeatAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            // Another session when the servers have forgotten the last one: it is the commits that count.
            await using var client = new ZooKeeperClient(_options);
            client.Start();
            while (!_ending.IsCancellationRequested && client.State is not SessionState.Expired)
            {
                try
                {
                    await client.SetDataAsync(_path, ReadOnlyMemory<byte>.Empty, cancellationToken: _ending.Token);
                    Note();
                }
                catch (Exception e) when (e is ZooKeeperException or OperationCanceledException)
                {
                    // A server has just been stopped, or it is over.
                }
            }
        }
    }

    private void Note()
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            _longest = Math.Max(_longest, now - _newest);
            _newest = now;
            _answered.SetResult();
            _answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
