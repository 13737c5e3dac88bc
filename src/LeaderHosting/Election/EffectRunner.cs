using LeaderHosting.Coordination;
using LeaderHosting.Election.Operations;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election;

/// <summary>Does what <see cref="ElectionMachine"/> asks for. Everything it begins answers with an input carrying the ticket it was begun under.</summary>
/// <remarks><see cref="Run"/> is called from the election's loop only, and never waits.</remarks>
internal sealed class EffectRunner : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>How long leaving the queue may take on shutdown: enough for a healthy ensemble; the session's end does the rest.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly ElectionSettings _settings;
    private readonly SessionHub _hub;
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;
    private readonly StatusBoard _board;
    private readonly TermController _terms;
    private readonly Action<ElectionInput> _post;
    private readonly Lock _placeLock = new();
    private CancellationTokenSource? _operation;
    private Task _running = Task.CompletedTask;
    private IDisposable? _lease;
    private ITimer? _pause;
    private volatile Place? _place;
    private volatile ElectionContext? _present;
    private long _turnCame;

    public EffectRunner(
        ElectionSettings settings,
        SessionHub hub,
        TimeProvider time,
        ElectionLog log,
        StatusBoard board,
        TermController terms,
        Action<ElectionInput> post)
    {
        _settings = settings;
        _hub = hub;
        _time = time;
        _log = log;
        _board = board;
        _terms = terms;
        _post = post;
    }

    /// <summary>The candidate that this node was last seen to stand behind, and the look-up that saw it.</summary>
    public Place? StandsBehind => _place;

    /// <summary>The context of the present session, if there is one. The machine may not have heard of it yet.</summary>
    public ElectionContext? Present => _present;

    /// <summary>Makes a session known, before the machine hears of it.</summary>
    /// <remarks>The one before it has been forgotten then.</remarks>
    public void Add(ElectionContext context) => _present = context;

    /// <summary>Forgets the present session.</summary>
    public void Forget() => _present = null;

    /// <summary>The context of a session, if it is still there.</summary>
    public ElectionContext? ContextOf(long session) => _present is { } context && context.Session.Id == session ? context : null;

    /// <summary>Does one thing.</summary>
    public void Run(ElectionEffect effect, ElectionState state)
    {
        switch (effect)
        {
            case ElectionEffect.CancelOperation:
                CancelOperation();
                return;
            case ElectionEffect.ReleaseLease:
                _lease?.Dispose();
                _lease = null;
                return;
            case ElectionEffect.StopServices e:
                _terms.Stop(e.Term, e.Reason);
                return;
            case ElectionEffect.PunishOverrun e:
                _terms.Punish(e.Term);
                return;
            case ElectionEffect.BackOff e:
                Pause(e.Ticket, Backoff.Pause(e.Failures, FirstPause, LongestPause));
                return;
            case ElectionEffect.Quarantine e:
                var pause = _hub.Status.Timeout;
                _log.CandidateDeleted(_settings.NodeName, _settings.Path, pause.TotalSeconds);
                Pause(e.Ticket, pause);
                return;
        }

        // Everything else is done on the session. When that has ended meanwhile nothing is begun, and the machine is about to hear of it.
        if (ContextOf(state.Session) is { } context)
        {
            RunOnSession(effect, state, context);
        }
    }

    /// <summary>Ends the term, if there is one, when the election itself ends without having been closed.</summary>
    public void Abort()
    {
        _terms.Abort();
        Dispose();
    }

    /// <summary>Cancels whatever is under way.</summary>
    public void Dispose()
    {
        CancelOperation();
        _lease?.Dispose();
        _place?.Dispose();
        _pause?.Dispose();
        _terms.Dispose();
    }

    private void RunOnSession(ElectionEffect effect, ElectionState state, ElectionContext context)
    {
        switch (effect)
        {
            case ElectionEffect.Register e:
                Begin(e.Ticket, "join the queue", context, e, RegisterAsync);
                break;
            case ElectionEffect.LookUp e:
                Begin(e.Ticket, "find its place", context, e, LookUpAsync);
                break;
            case ElectionEffect.Claim e:
                _turnCame = _time.GetTimestamp();
                Begin(e.Ticket, "claim leadership", context, e, ClaimAsync);
                break;
            case ElectionEffect.HandOver e:
                Begin(e.Ticket, "hand over leadership", context, e, HandOverAsync, state.Closing ? LongestFarewell : null);
                break;
            case ElectionEffect.Withdraw e:
                Begin(e.Ticket, "leave the queue", context, (e.Ticket, Before: _running), WithdrawAsync, state.Closing ? LongestFarewell : null);
                break;
            case ElectionEffect.AwaitLease e when HasLeaseToStart(context.Session):
                _post(new ElectionInput.LeaseReady(e.Ticket));
                break;
            case ElectionEffect.AwaitLease e:
                Begin(e.Ticket, "wait for its lease", context, e, AwaitLeaseAsync, context.Session.Timeout);
                break;
            case ElectionEffect.KeepLease e:
                KeepLease(context, e);
                break;
            case ElectionEffect.StartServices e:
                _terms.Start(e.Term, context.Session, context.OwnInfo(state.Candidate!, e.Term), _turnCame);
                break;
            case ElectionEffect.RecycleSession:
                _hub.Recycle(context.Session);
                break;
        }
    }

    private void KeepLease(ElectionContext context, ElectionEffect.KeepLease effect)
    {
        _lease?.Dispose();
        _lease = context.Session.Keeper.Keep(
            context.PathOf(effect.Candidate), () => _post(new ElectionInput.CandidateDeleted(context.Session.Id, effect.Candidate)));
    }

    private async Task<ElectionInput> RegisterAsync(ElectionContext context, ElectionEffect.Register effect, CancellationToken cancellationToken)
    {
        var (candidate, term, turnCame) = await RegisterCandidate.RunAsync(context, effect.IsReturning, cancellationToken).ConfigureAwait(false);
        if (term is not null && !cancellationToken.IsCancellationRequested)
        {
            // As looking up the place and claiming do.
            _board.SetElectionError(null);
            Take(new Place(effect.Ticket, Predecessor: null, Watch: null));
            _turnCame = turnCame;
        }

        return new ElectionInput.Registered(effect.Ticket, candidate, term);
    }

    private async Task<ElectionInput> LookUpAsync(ElectionContext context, ElectionEffect.LookUp effect, CancellationToken cancellationToken)
    {
        var ticket = effect.Ticket;
        var place = context.Settings.Order == LeadershipOrder.NewestFirst
            ? await LookUpPlaceAmongNewest.RunAsync(context, effect.Candidate, OnPredecessor, cancellationToken).ConfigureAwait(false)
            : await LookUpPlace.RunAsync(context, effect.Candidate, OnPredecessor, cancellationToken).ConfigureAwait(false);
        if (place is null)
        {
            return new ElectionInput.CandidateDeleted(context.Session.Id, effect.Candidate);
        }

        _board.SetElectionError(null);
        Take(new Place(ticket, place.Predecessor, place.Watch));
        if (place.Predecessor is null)
        {
            return new ElectionInput.AtHead(ticket);
        }

        _log.Queued(_settings.NodeName, _settings.Path, effect.Candidate, place.Predecessor);
        return new ElectionInput.Queued(ticket, place.IsSecond);

        void OnPredecessor(CoordinationNodeEvent e) => _post(
            e == CoordinationNodeEvent.Deleted
                ? new ElectionInput.PredecessorGone(ticket)
                : new ElectionInput.PredecessorChanged(ticket));
    }

    private async Task<ElectionInput> ClaimAsync(ElectionContext context, ElectionEffect.Claim effect, CancellationToken cancellationToken)
    {
        var vacancy = effect.IsVacant ? null : context.Vacancy;
        var gone = effect.IsVacant ? StandsBehind?.Predecessor : null;
        var claim = context.Settings.Order == LeadershipOrder.NewestFirst
            ? await ClaimAsNewest.RunAsync(context, effect.Candidate, cancellationToken).ConfigureAwait(false)
            : await ClaimLeadership.RunAsync(context, effect.Candidate, vacancy, gone, cancellationToken).ConfigureAwait(false);
        if (claim.Term is { } term)
        {
            return new ElectionInput.Claimed(effect.Ticket, term);
        }

        if (claim.IsPlaceLost)
        {
            return new ElectionInput.PlaceLost(effect.Ticket);
        }

        if (claim.Named is not { } named)
        {
            return new ElectionInput.CandidateDeleted(context.Session.Id, effect.Candidate);
        }

        _log.Passed(_settings.NodeName, _settings.Path, named);
        return new ElectionInput.Passed(effect.Ticket);
    }

    /// <summary>Keeps the newest place; the watch of an older one is wanted no longer.</summary>
    private void Take(Place place)
    {
        lock (_placeLock)
        {
            if (_place is { } other && other.Ticket > place.Ticket)
            {
                place.Dispose();
                return;
            }

            _place?.Dispose();
            _place = place;
        }
    }

    private async Task<ElectionInput> HandOverAsync(
        ElectionContext context, ElectionEffect.HandOver effect, CancellationToken cancellationToken)
    {
        // A leader that has lost its connection has most likely lost its session too, and hears of that next.
        await context.Session.WaitForConnectionAsync(cancellationToken).ConfigureAwait(false);
        if (cancellationToken.IsCancellationRequested)
        {
            return new ElectionInput.OperationFailed(effect.Ticket);
        }

        var successor = await HandOverLeadership.RunAsync(context, effect.Candidate, effect.Successor, cancellationToken).ConfigureAwait(false);
        if (successor is not null)
        {
            context.HandedOver();
            _log.HandedOver(_settings.NodeName, _settings.Path, successor);
        }
        else
        {
            _log.LeftNobody(_settings.NodeName, _settings.Path);
        }

        return new ElectionInput.Released(effect.Ticket);
    }

    private static async Task<ElectionInput> WithdrawAsync(
        ElectionContext context, (long Ticket, Task Before) withdrawal, CancellationToken cancellationToken)
    {
        // What this one supersedes may be just about to create the candidate. Looked for before that is on its way, it would not be found.
        await withdrawal.Before.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        await HandOverLeadership.WithdrawAsync(context, cancellationToken).ConfigureAwait(false);
        return new ElectionInput.Released(withdrawal.Ticket);
    }

    /// <summary>Begins an operation in place of the one before it. One that takes longer than its limit has failed.</summary>
    private void Begin<T>(
        long ticket, string step, ElectionContext context, T argument, Func<ElectionContext, T, CancellationToken, Task<ElectionInput>> operation, TimeSpan? limit = null)
    {
        CancelOperation();
        var cancellation = limit is { } time ? new CancellationTokenSource(time, _time) : new CancellationTokenSource();
        _operation = cancellation;
        _running = AwaitAsync(ticket, step, context, argument, operation, cancellation.Token);
    }

    private async Task AwaitAsync<T>(
        long ticket, string step, ElectionContext context, T argument, Func<ElectionContext, T, CancellationToken, Task<ElectionInput>> operation,
        CancellationToken cancellationToken)
    {
        try
        {
            _post(await operation(context, argument, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Superseded: then the ticket is old. Or out of time: then this is the answer.
            _post(new ElectionInput.OperationFailed(ticket));
        }
        catch (CoordinationException e) when (e.Fault == CoordinationFault.SessionLost)
        {
            // The hub tells everybody.
        }
        catch (Exception e)
        {
            _log.OperationFailed(e, _settings.NodeName, step, _settings.Path);
            _board.SetElectionError($"Failed to {step}: {e.Message}");
            _post(new ElectionInput.OperationFailed(ticket));
        }
    }

    private void CancelOperation()
    {
        // Not disposed: an operation that is just ending may still look at its token. It holds no handle unless it has a limit, and then its timer ends it.
        _operation?.Cancel();
        _operation = null;
    }

    /// <summary>
    /// Waits until so much of the lease is left that a start makes sense. With a slow ensemble and a large stop budget that may never be; then whoever is behind
    /// in the queue should try.
    /// </summary>
    private async Task<ElectionInput> AwaitLeaseAsync(ElectionContext context, ElectionEffect.AwaitLease effect, CancellationToken cancellationToken)
    {
        var session = context.Session;
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        session.Lease.Renewed += Check;
        try
        {
            Check();
            session.Keeper.Wake();
            await ready.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new ElectionInput.LeaseReady(effect.Ticket);
        }
        finally
        {
            session.Lease.Renewed -= Check;
        }

        void Check()
        {
            if (HasLeaseToStart(session))
            {
                ready.TrySetResult();
            }
        }
    }

    private bool HasLeaseToStart(LiveSession session) => session.Lease.Remaining >= _settings.LeaseToStart(session.Timeout);

    private void Pause(long ticket, TimeSpan pause)
    {
        _pause?.Dispose();
        _pause = _time.CreateTimer(_ => _post(new ElectionInput.PauseOver(ticket)), null, pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A place in the queue.</summary>
    /// <param name="Ticket">The look-up that found it.</param>
    /// <param name="Predecessor">The candidate before it; <see langword="null"/> at the head.</param>
    /// <param name="Watch">The watch on that candidate.</param>
    internal sealed record Place(long Ticket, string? Predecessor, IDisposable? Watch) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Watch?.Dispose();
    }
}
