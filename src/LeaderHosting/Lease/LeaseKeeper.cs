using System.Diagnostics.CodeAnalysis;
using LeaderHosting.Coordination;
using LeaderHosting.Sessions;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Lease;

/// <summary>
/// Keeps the lease of a session warm for as long as a candidate of the session leads or is next in line: one commit after another, each a
/// check of these candidates' znodes, a bounded number of them in turn, every T/16, however many elections the session serves.
/// </summary>
/// <remarks>Thread-safe. It ends with the session.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The timer ends with RunAsync, and does nothing before.")]
internal sealed partial class LeaseKeeper
{
    /// <summary>How many candidates one proof checks.</summary>
    private const int MostChecks = 64;

    /// <summary>What a timer can tell from nothing: the fraction of a millisecond that it leaves over would be waited for in a busy loop.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private const long NotWaiting = long.MinValue;

    private readonly Lock _lock = new();
    private readonly LiveSession _session;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _patience;
    private readonly List<Interest> _interests = [];
    private readonly Signal _signal = new();
    private readonly ITimer _impatience;
    private int _next;
    private long _waitingSince = NotWaiting;

    public LeaseKeeper(LiveSession session, TimeProvider time, ILogger logger)
    {
        _session = session;
        _time = time;
        _logger = logger;
        _interval = session.Lease.ProofInterval;
        _patience = 2 * _interval;
        _impatience = time.CreateTimer(static keeper => ((LeaseKeeper)keeper!).LosePatience(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keeps the lease warm until the returned object is disposed.</summary>
    /// <param name="candidatePath">The candidate that needs the lease; its znode is what the proofs check.</param>
    /// <param name="onMissing">Called, at most once, when the znode turns out not to exist any more.</param>
    public IDisposable Keep(string candidatePath, Action onMissing)
    {
        var interest = new Interest(this, candidatePath, onMissing);
        Add(interest);
        _signal.Set();
        return interest;
    }

    /// <summary>Makes the next proof come at once if that would extend the lease by a good part, or if the keeper waits for a connection; but not under a fresh lease.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Proves the lease until the token is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var impatience = _impatience;
        while (!cancellationToken.IsCancellationRequested)
        {
            // Taken before the state is looked at, so that no wake-up is missed in between.
            var wake = _signal.Next;

            if (RestOfFreshLease() is { } rest)
            {
                await wake.WaitAsync(rest, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            if (_session.Connection is null || NextInterests() is not { Length: > 0 } interests)
            {
                await wake.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            var sentAt = _time.GetTimestamp();
            var hurry = await ProveAsync(interests, cancellationToken).ConfigureAwait(false);
            await PauseAsync(sentAt, hurry, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// How long the next proof can wait, under a lease so fresh that more is left of it than any proof leaves, as that of a new session or connection: a commit of the elections, moments ago, was as good as a proof,
    /// and one now would be in the way of the claim. <see langword="null"/> when it can't.
    /// </summary>
    private TimeSpan? RestOfFreshLease()
    {
        if (_session.Lease.Remaining <= _session.Timeout * 3 / 4 || _session.LastCommitSentAt is not { } last)
        {
            return null;
        }

        var rest = _interval - _time.GetElapsedTime(last);
        return rest > ShortestPause ? rest : null;
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

    /// <summary>Commits one proof. A server that has answered a commit and then leaves a proof unanswered for T/8 is left for another.</summary>
    /// <remarks>
    /// The client would stay with a silent server for two thirds of T, longer than the lease lasts. And the chain of proofs takes a good T/4 on a
    /// connection that was silent, while a new connection renews the whole lease with one commit. Only once for each connection: when the
    /// new one is silent too it may be the quorum that is slow: then <see cref="SilenceWatch"/> has the patience.
    /// </remarks>
    private async Task<bool> ProveAsync(Interest[] interests, CancellationToken cancellationToken)
    {
        var connection = _session.Connection?.Ordinal ?? 0;
        if (connection == _session.LastCommitOn)
        {
            // Moved on with every proof, and left to go off in vain when there are no more of them.
            Volatile.Write(ref _waitingSince, _time.GetTimestamp());
            _impatience.Change(_patience, Timeout.InfiniteTimeSpan);
        }

        try
        {
            await _session
                .CommitAloneAsync(Array.ConvertAll(interests, static i => i.Check), cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing)
        {
            var missing = interests[Math.Max(0, e.FailedOperation)];
            Remove(missing);
            missing.ReportMissing();
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
        finally
        {
            Volatile.Write(ref _waitingSince, NotWaiting);
        }

        return false;
    }

    private void LosePatience()
    {
        var since = Volatile.Read(ref _waitingSince);
        if (since == NotWaiting)
        {
            return;
        }

        var rest = _patience - _time.GetElapsedTime(since);
        if (rest > TimeSpan.Zero)
        {
            // For the proof before this one, or a little early.
            _impatience.Change(rest > ShortestPause ? rest : ShortestPause, Timeout.InfiniteTimeSpan);
            return;
        }

        _session.Reconnect($"No commit was answered for {_patience.TotalMilliseconds:0} ms, where one is sent every {_interval.TotalMilliseconds:0} ms.");
    }

    /// <summary>Those whose turn it is: each in turn, so that of many elections too every candidate that is gone is found out.</summary>
    private Interest[] NextInterests()
    {
        lock (_lock)
        {
            var interests = new Interest[Math.Min(_interests.Count, MostChecks)];
            for (var i = 0; i < interests.Length; i++)
            {
                _next = _next < _interests.Count ? _next : 0;
                interests[i] = _interests[_next++];
            }

            return interests;
        }
    }

    private void Add(Interest interest)
    {
        lock (_lock)
        {
            interest.Index = _interests.Count;
            _interests.Add(interest);
        }
    }

    /// <summary>Removes an interest in a time that does not depend on how many there are: the last one takes its place.</summary>
    private void Remove(Interest interest)
    {
        lock (_lock)
        {
            if (interest.Index < 0)
            {
                return;
            }

            var last = _interests[^1];
            _interests[interest.Index] = last;
            last.Index = interest.Index;
            interest.Index = -1;
            _interests.RemoveAt(_interests.Count - 1);
        }
    }

    [LoggerMessage(4001, LogLevel.Debug, "A lease proof failed ({Fault}): {Reason}")]
    private static partial void LogProofFailed(ILogger logger, CoordinationFault fault, string reason);

    private sealed class Interest(LeaseKeeper keeper, string path, Action onMissing) : IDisposable
    {
        private int _reported;

        /// <summary>Its place among the interests; −1 when it is none of them any more.</summary>
        public int Index { get; set; } = -1;

        /// <summary>What its part of a proof is.</summary>
        public CoordinationOperation Check { get; } = new CoordinationOperation.Check(path);

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
