using LeaderHosting.Coordination;
using LeaderHosting.Sessions;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Lease;

/// <summary>
/// Keeps the lease of a session warm for as long as a candidate of the session leads or is next in line: one commit after another, each a
/// check of one of these candidates' znodes, every T/16, however many elections the session serves.
/// </summary>
/// <remarks>Thread-safe. It ends with the session.</remarks>
internal sealed partial class LeaseKeeper
{
    /// <summary>What a timer can tell from nothing: the fraction of a millisecond that it leaves over would be waited for in a busy loop.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly LiveSession _session;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _patience;
    private readonly List<Interest> _interests = [];
    private readonly Signal _signal = new();
    private int _next;
    private long _provedOn;

    public LeaseKeeper(LiveSession session, TimeProvider time, ILogger logger)
    {
        _session = session;
        _time = time;
        _logger = logger;
        _interval = session.Lease.ProofInterval;
        _patience = 2 * _interval;
    }

    /// <summary>Keeps the lease warm until the returned object is disposed.</summary>
    /// <param name="candidatePath">The candidate that needs the lease; its znode is what the proofs check.</param>
    /// <param name="onMissing">Called, at most once, when the znode turns out not to exist any more.</param>
    public IDisposable Keep(string candidatePath, Action onMissing)
    {
        var interest = new Interest(this, candidatePath, onMissing);
        lock (_lock)
        {
            _interests.Add(interest);
        }

        _signal.Set();
        return interest;
    }

    /// <summary>Makes the next proof come at once if that would extend the lease by a good part, or if the keeper waits for a connection.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Proves the lease until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Taken before the state is looked at, so that no wake-up is missed in between.
            var wake = _signal.Next;

            if (_session.Connection is null || NextInterest() is not { } interest)
            {
                await wake.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var sentAt = _time.GetTimestamp();
            var hurry = await ProveAsync(interest, cancellationToken).ConfigureAwait(false);
            await PauseAsync(sentAt, hurry, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next proof's turn, or until a proof at once would extend the lease by a good part.</summary>
    private async Task PauseAsync(long sentAt, bool hurry, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wake = _signal.Next;
            var pause = _interval - _time.GetElapsedTime(sentAt);
            if (pause < ShortestPause || (hurry && _session.Lease.CommitWouldRenew))
            {
                return;
            }

            await wake.WaitAsync(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // After a failed proof only news may shorten the pause, or a failing server would be asked in a tight loop.
            hurry |= wake.IsCompleted;
        }
    }

    /// <summary>Commits one proof. A server that has answered proofs and then leaves one unanswered for T/8 is left for another.</summary>
    /// <remarks>
    /// The client would stay with a silent server for two thirds of T, longer than the lease lasts. And the chain of proofs takes a good T/4 on a
    /// connection that was silent, while a new connection renews the whole lease with one commit. Only once for each connection: when the
    /// new one is silent too it is the quorum that is slow, and moving on and on would only add to its load.
    /// </remarks>
    private async Task<bool> ProveAsync(Interest interest, CancellationToken cancellationToken)
    {
        var connection = _session.Connection?.Ordinal ?? 0;
        using var impatience = connection == _provedOn
            ? _time.CreateTimer(static keeper => ((LeaseKeeper)keeper!).Reconnect(), this, _patience, Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            await _session.CommitAsync([new CoordinationOperation.Check(interest.Path)], cancellationToken).ConfigureAwait(false);
            _provedOn = connection;
            return true;
        }
        catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing)
        {
            Remove(interest);
            interest.ReportMissing();
        }
        catch (CoordinationException e)
        {
            // A lost connection or session is told to everybody by the session itself; without proofs the lease runs out by itself.
            LogProofFailed(_logger, e.Fault, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The session is being closed.
        }

        return false;
    }

    private void Reconnect() => _session.Reconnect($"No commit was answered for {_patience.TotalMilliseconds:0} ms, where one is sent every {_interval.TotalMilliseconds:0} ms.");

    private Interest? NextInterest()
    {
        lock (_lock)
        {
            return _interests.Count == 0 ? null : _interests[_next++ % _interests.Count];
        }
    }

    private void Remove(Interest interest)
    {
        lock (_lock)
        {
            _interests.Remove(interest);
            _next = 0;
        }
    }

    [LoggerMessage(4001, LogLevel.Debug, "A lease proof failed ({Fault}): {Reason}")]
    private static partial void LogProofFailed(ILogger logger, CoordinationFault fault, string reason);

    private sealed class Interest(LeaseKeeper keeper, string path, Action onMissing) : IDisposable
    {
        private int _reported;

        public string Path => path;

        public void ReportMissing()
        {
            if (Interlocked.Exchange(ref _reported, 1) == 0)
            {
                onMissing();
            }
        }

        public void Dispose()
        {
            Interlocked.Exchange(ref _reported, 1);
            keeper.Remove(this);
        }
    }
}
