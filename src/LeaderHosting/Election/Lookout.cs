using LeaderHosting.Election.Operations;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election;

/// <summary>
/// Looks up the leader every now and then, so that a follower knows who leads without a watch of its own on the record: such a watch would wake every
/// candidate at every handover.
/// </summary>
/// <remarks>
/// A round costs two reads, or three while waiting, every third of the session timeout, in place of the client's ping. Its answers also serve as the requests that a
/// later proof settles, so that a follower that suddenly comes first has a lease after two commits. Where a session serves many elections they take turns, and each looks less often.
/// </remarks>
internal sealed class Lookout
{
    /// <summary>Where many elections share the session they ask for no more than so many rounds a second together.</summary>
    private static readonly TimeSpan PauseBetweenRounds = TimeSpan.FromMilliseconds(20);

    private readonly Signal _signal = new();
    private readonly ElectionSettings _settings;
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;
    private readonly StatusBoard _board;
    private readonly EffectRunner _runner;
    private readonly Action<ElectionInput> _post;
    private readonly SessionHub _hub;
    private readonly Spreading? _spreading;
    private string? _announced;
    private CancellationTokenSource? _running;

    public Lookout(
        ElectionSettings settings, TimeProvider time, ElectionLog log, StatusBoard board, EffectRunner runner, Action<ElectionInput> post,
        SessionHub hub, Spreading? spreading)
    {
        _settings = settings;
        _time = time;
        _log = log;
        _board = board;
        _runner = runner;
        _post = post;
        _hub = hub;
        _spreading = spreading;
    }

    /// <summary>Makes the next round come at once.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Begins to look up the leader. Not called again before <see cref="End"/>.</summary>
    /// <param name="context">The session and the path.</param>
    public void Begin(ElectionContext context)
    {
        var running = new CancellationTokenSource();
        _running = running;
        _ = RunAsync(context, running.Token);
    }

    /// <summary>Looks no more.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref _running, null) is { } running)
        {
            running.Cancel();
            Wake();
        }
    }

    /// <summary>Runs rounds until the token is cancelled.</summary>
    private async Task RunAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        // A candidate that comes to lead need not look, and one that has to wait wakes this up when it stands in the queue.
        var pause = PauseOf(context.Session.Timeout) * (context.IsCrowded ? Jitter() : 1);

        // Always taken before the token is looked at: whoever cancels it sets the signal afterwards. To wait with the token would cost more than the wait.
        var wake = _signal.Next;
        while (!cancellationToken.IsCancellationRequested)
        {
            await wake.WaitAsync(pause, _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wake = _signal.Next;
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await RunRoundAsync(context, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A round that fails is no reason to look no more.
                _log.LookoutFailed(e, context.Settings.Path);
            }

            pause = PauseOf(context.Session.Timeout);
        }
    }

    /// <summary>Makes the next round come soon: at once, unless many elections would do the same.</summary>
    public void WakeSoon()
    {
        if (!_hub.IsCrowded)
        {
            Wake();
        }
    }

    private TimeSpan PauseOf(TimeSpan sessionTimeout)
    {
        var pause = sessionTimeout / 3;
        var turn = _hub.Elections * PauseBetweenRounds;
        return (pause > turn ? pause : turn) * (0.9 + (Jitter() * 0.1));
    }

#pragma warning disable CA5394 // Spreading load needs no secrecy.
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore CA5394

    /// <summary>Tells the log, once for each change, who leads while this node does not. The first in the queue that has not claimed yet does not.</summary>
    private void Announce(ElectionState state, LeaderInfo? leader)
    {
        if (state.IsLeading)
        {
            _announced = null;
        }
        else if (state.Phase is LeadershipPhase.Waiting or LeadershipPhase.Observing && leader is { Term: not null } && leader.Candidate != _announced)
        {
            _announced = leader.Candidate;
            _log.StandsBy(_settings.NodeName, state.Standing ? "SLAVE" : "OBSERVER", _settings.Path, leader.Name, leader.Term);
        }
    }

    /// <summary>One round: who leads, and whether what this node believes of its own place is still true.</summary>
    private Task RunRoundAsync(ElectionContext context, CancellationToken cancellationToken) =>
        _board.State is { IsLeading: true, Candidate: { } own } state && state.Session == context.Session.Id && _board.Term is { IsValid: true } term
            ? RunLeadersRoundAsync(context, state, own, term, cancellationToken)
            : RunFollowersRoundAsync(context, cancellationToken);

    /// <summary>A leader need not ask who leads, and the proofs of its lease see to its place: it looks after the record, and whom it may hand over to.</summary>
    private async Task RunLeadersRoundAsync(ElectionContext context, ElectionState state, string own, ElectionTerm term, CancellationToken cancellationToken)
    {
        _announced = null;
        _spreading?.SeeItself();
        await RestoreRecord.RunAsync(context, own, term, cancellationToken).ConfigureAwait(false);
        _board.Refresh();
        if (state.Phase == LeadershipPhase.Leading && _time.GetElapsedTime(term.BeganAt) >= _settings.MinimumTenure)
        {
            await LookForSuccessorAsync(context, own, term, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // So that a handover knows whom to name.
            await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunFollowersRoundAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        var leader = await ReadLeader.RunAsync(context, cancellationToken).ConfigureAwait(false);
        _board.SetLeader(leader);
        _spreading?.See(leader);

        var state = _board.State;
        Announce(state, leader);
        if (state.Session != context.Session.Id)
        {
            return;
        }

        // The state is newer than the leader: whatever this node has come to stand as since is another candidate.
        if (leader is not null && MayBeStray(state, leader))
        {
            await RemoveStray.RunAsync(context, leader.Candidate, _log, cancellationToken).ConfigureAwait(false);
        }

        if (state is { Candidate: { } own, Phase: LeadershipPhase.Waiting })
        {
            await CheckPlaceAsync(context, own, leader, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether somebody should lead in place of this node: because it is preferred, or else because this node leads too many elections.</summary>
    private async Task LookForSuccessorAsync(ElectionContext context, string own, ElectionTerm term, CancellationToken cancellationToken)
    {
        var rivals = await context.Candidates.ReadRivalsAsync(own, cancellationToken).ConfigureAwait(false);
        if (context.Candidates.FindPreferred(rivals) is { } preferred)
        {
            _log.Preferred(_settings.NodeName, _settings.Path, preferred.Candidate, preferred.Name, preferred.Why);
            _post(new ElectionInput.PreferredFound(term.Id, preferred.Candidate));
        }
        else
        {
            _spreading?.Offer(term.Id, rivals);
        }
    }

    /// <summary>
    /// Whether this candidate and the one before it are still there. The watch tells of the latter; should it ever fail to, the election is not wedged.
    /// </summary>
    private async Task CheckPlaceAsync(ElectionContext context, string own, LeaderInfo? leader, CancellationToken cancellationToken)
    {
        if (await context.Session.GetAsync(context.PathOf(own), cancellationToken).ConfigureAwait(false) is null)
        {
            _post(new ElectionInput.CandidateDeleted(context.Session.Id, own));
        }
        else if (_runner.StandsBehind is { Predecessor: { } predecessor } place)
        {
            if (leader?.Candidate == own)
            {
                // Named by a predecessor that was not watched, from further forward. Where the place decides, it is looked up again: somebody may have written the record by hand.
                _post(_settings.Order == LeadershipOrder.NewestFirst ? new ElectionInput.AtHead(place.Ticket) : new ElectionInput.PredecessorChanged(place.Ticket));
            }
            else if (predecessor == leader?.Candidate)
            {
                if (await context.MayLeadAsync(predecessor, cancellationToken).ConfigureAwait(false))
                {
                    _post(new ElectionInput.PredecessorLeads(place.Ticket));
                }
            }
            else if (await context.Session.GetAsync(context.PathOf(predecessor), cancellationToken).ConfigureAwait(false) is null)
            {
                _post(new ElectionInput.PredecessorGone(place.Ticket));
            }
        }
    }

    /// <summary>Whether whoever leads, or stands first, may be a candidate of this node for which nobody speaks any more.</summary>
    private bool MayBeStray(ElectionState state, LeaderInfo leader) =>
        leader.Name == _settings.NodeName
        && leader.Candidate != state.Candidate
        && state.Phase is LeadershipPhase.Waiting or LeadershipPhase.Observing;
}
