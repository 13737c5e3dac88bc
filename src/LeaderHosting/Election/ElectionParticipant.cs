using LeaderHosting.Coordination;
using LeaderHosting.Diagnostics;
using LeaderHosting.Election.Operations;
using LeaderHosting.Services;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election;

/// <summary>One election on this node: a single loop, its inbox, that feeds what happens to <see cref="ElectionMachine"/> and does what it answers.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ElectionParticipant : ISessionListener, IAsyncDisposable, IDisposable
{
    private readonly ElectionSettings _settings;
    private readonly SessionHub _hub;
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;
    private readonly StandbyRunner _standby;
    private readonly ElectionDiagnostics _diagnostics;
    private readonly TermController _terms;
    private readonly EffectRunner _runner;
    private readonly Lookout _lookout;
    private readonly CandidacyGate? _gate;
    private readonly Spreading? _spreading;
    private readonly FailureMemory _failures;
    private readonly Action? _onBehind;
    private readonly Inbox<Posted> _inbox;

    private readonly Lock _lock = new();
    private readonly Signal _sessions = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _queuedAs;
    private bool _hasStarted;
    private bool _isClosing;

    public ElectionParticipant(
        ElectionSettings settings,
        SessionHub hub,
        HostControl host,
        TimeProvider time,
        ElectionLog log,
        LeadershipInstruments instruments,
        ICandidacyProbe? probe = null,
        SpreadLedger? ledger = null,
        Action? onBehind = null)
    {
        _settings = settings;
        _hub = hub;
        _time = time;
        _log = log;
        _onBehind = onBehind;
        _inbox = new Inbox<Posted>(HandlePosted);
        Action<ElectionInput> post = Post;
        Board = new StatusBoard(settings, hub, time, new ElectionState
        {
            Standing = settings.Candidate,

            // A node is not fit to stand before it has been seen to be.
            Holds = probe is null ? Holds.None : Holds.Unfit,
        });
        _diagnostics = new ElectionDiagnostics(settings, hub, time, Board, instruments);
        _standby = new StandbyRunner(settings.Path, time, log, Board);
        _terms = new TermController(settings, time, log, Board, host, _standby, _diagnostics, post);
        _runner = new EffectRunner(settings, hub, time, log, Board, _terms, post);
        _spreading = ledger is null ? null : new Spreading(settings, ledger, log, input => TryPost(input));
        _lookout = new Lookout(settings, time, log, Board, _runner, post, hub, _spreading);
        _gate = probe is null ? null : new CandidacyGate(settings, probe, time, log, Board, post);
        _failures = new FailureMemory(time, post);
    }

    /// <summary>What is known of the election on this node.</summary>
    public StatusBoard Board { get; }

    /// <summary>Completes when the election has been disposed of; fails when it can't go on because of a fault of its own.</summary>
    public Task Completion => _hasStarted ? _inbox.Completion : Task.CompletedTask;

    /// <summary>Begins to stand for election, as soon as there is a session. Does nothing after <see cref="CloseAsync"/>.</summary>
    /// <param name="services">What to run while leading, in this order.</param>
    public void Start(IReadOnlyList<ILeaderOnlyService> services)
    {
        lock (_lock)
        {
            if (_isClosing || _hasStarted)
            {
                return;
            }

            _diagnostics.Enter();
            _terms.Services = services;
            _standby.Take(services);
            _hasStarted = true;
            _inbox.Start();
        }

        _hub.Attach(this);
        _gate?.Start();
    }

    /// <summary>Asks the ensemble something, over as many sessions as it takes.</summary>
    /// <exception cref="InvalidOperationException">The election has been shut down.</exception>
    public async Task<T> AskAsync<T>(Func<ElectionContext, Task<T>> question, CancellationToken cancellationToken)
    {
        while (!_closed.Task.IsCompleted)
        {
            // Taken before the session is looked for, so that a new one is not missed in between.
            var change = _sessions.Next;
            try
            {
                if (_runner.Present is { } context)
                {
                    return await question(context).ConfigureAwait(false);
                }
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.SessionLost)
            {
                // Asked again in the next session.
            }

            await Task.WhenAny(change, _closed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        throw new InvalidOperationException($"The election at {_settings.Path} has been shut down.");
    }

    /// <summary>Makes what is known of the leader fresh, soon, unless it is.</summary>
    public void FreshenLeader(TimeSpan notOlderThan)
    {
        if (!Board.State.IsLeading && _time.GetElapsedTime(Board.LeaderSeenAt) > notOlderThan)
        {
            _lookout.Wake();
        }
    }

    /// <summary>Steps down, if this node leads.</summary>
    /// <returns>A task that completes when nothing of the term is running any more and the place in the queue is given up.</returns>
    public Task ResignAsync(CancellationToken cancellationToken) => ResignToAsync(candidate: null, cancellationToken);

    /// <summary>Steps down in favour of a node, if this one leads.</summary>
    /// <exception cref="ArgumentException">It is this node's name, or no candidate's; nothing was stopped.</exception>
    public async Task ResignAsync(string successor, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(successor);
        if (successor == _settings.NodeName)
        {
            throw new ArgumentException($"'{successor}' is the name of this node; it can't be its own successor.", nameof(successor));
        }

        if (Board.Term is null)
        {
            return;
        }

        var candidates = await AskAsync(context => ReadLeader.CandidatesAsync(context, Board.State.Candidate, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        var named = candidates.FirstOrDefault(candidate => candidate.Name == successor) ?? throw new ArgumentException(
            $"No candidate of {_settings.Path} is named '{successor}'; there are {string.Join(", ", candidates.Select(static c => $"'{c.Name}'"))}.",
            nameof(successor));
        await ResignToAsync(named.Candidate, cancellationToken).ConfigureAwait(false);
    }

    private async Task ResignToAsync(string? candidate, CancellationToken cancellationToken)
    {
        if (Board.Term is not { } term)
        {
            return;
        }

        Post(new ElectionInput.Resign(candidate));
        await foreach (var _ in Board.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            var state = Board.State;
            if (Board.Term != term && state.Phase is not (LeadershipPhase.Stopping or LeadershipPhase.HandingOver))
            {
                return;
            }
        }
    }

    /// <summary>Withdraws from the election until <see cref="ResumeAsync"/>; a node that leads hands over first.</summary>
    /// <returns>A task that completes when this node has no place in the queue, and nothing of a term is running any more.</returns>
    public async Task PauseAsync(CancellationToken cancellationToken)
    {
        if (!await ApplyAsync(new ElectionInput.StandBack(Holds.Paused), cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        await foreach (var _ in Board.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            // Somebody else may have resumed meanwhile.
            if (!Board.State.TakesPart || !Board.State.Holds.HasFlag(Holds.Paused))
            {
                return;
            }
        }
    }

    /// <summary>Takes <see cref="PauseAsync"/> back.</summary>
    /// <returns>A task that completes when that is decided; the node may have no place yet.</returns>
    public Task ResumeAsync(CancellationToken cancellationToken) => ApplyAsync(new ElectionInput.ComeForward(Holds.Paused), cancellationToken);

    /// <summary>Stops the services, hands over, and leaves the election for good.</summary>
    /// <param name="cancellationToken">
    /// Gives up waiting. If services are still running then, the session is left to expire, because ending it would let another node lead beside them.
    /// </param>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isClosing = true;
            if (!_hasStarted)
            {
                End();
                return;
            }
        }

        Post(new ElectionInput.Close());
        try
        {
            await _closed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (Board.State.Term is not null)
            {
                _hub.AbandonOnClose();
            }

            throw;
        }

        // What it uses is about to be disposed of. The log has named it if that takes too long.
        await _standby.WaitForEndAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Before anything is awaited: a container that is disposed of synchronously disposes of the hub next.
        lock (_lock)
        {
            _isClosing = true;
            if (_hasStarted && !_closed.Task.IsCompleted)
            {
                _hub.AbandonOnClose();
            }
        }

        _hub.Detach(this);
        _inbox.Complete();
        _lookout.End();
        if (_hasStarted)
        {
            await _inbox.Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _runner.Abort();
        End();
        _diagnostics.Dispose();
    }

    /// <summary>Begins what <see cref="DisposeAsync"/> does; for containers that are disposed of synchronously.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    bool ISessionListener.ReliesOnSession => Board.State.Term is not null;

    void ISessionListener.OnEstablished(LiveSession session)
    {
        var context = new ElectionContext(_settings, _hub, session, _time, _log);
        var budget = _settings.StopBudgetFor(session.Timeout);
        var eligible = budget <= ElectionSettings.LongestStopBudget(session.Timeout);
        if (!eligible && _settings.Candidate)
        {
            _log.NotEligible(_settings.NodeName, _settings.Path, session.Timeout.TotalSeconds, budget.TotalSeconds);
            Board.SetElectionError(
                $"This node can't lead: a session timeout of {session.Timeout.TotalSeconds} s leaves no room for a stop budget of {budget.TotalSeconds} s.");
        }

        _runner.Add(context);
        _sessions.Set();
        Board.SetSession(session);

        // Before anything happens that may wake it up.
        _lookout.Begin(context);
        if (!TryPost(new ElectionInput.SessionEstablished(session.Id, eligible)))
        {
            // Disposed of meanwhile.
            _lookout.End();
        }
    }

    void ISessionListener.OnLost(LiveSession session, string reason)
    {
        _lookout.End();
        _runner.Forget();
        _sessions.Set();
        _spreading?.Forget();
        Board.SetLeader(null);
        Post(new ElectionInput.SessionLost(session.Id));
    }

    void ISessionListener.OnConnectionChanged() => Board.Refresh();

    /// <summary>
    /// Posts an input and waits until it has been handled. Before the start it does not wait, since nobody may be there to start the election until the caller goes on;
    /// the input is then the first to be handled.
    /// </summary>
    /// <returns>Whether it has been handled by now.</returns>
    private async Task<bool> ApplyAsync(ElectionInput input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            TryPost(input, handled);
            if (!_hasStarted)
            {
                return false;
            }
        }

        await Task.WhenAny(handled.Task, _closed.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        return handled.Task.IsCompleted;
    }

    private void Post(ElectionInput input) => TryPost(input);

    private bool TryPost(ElectionInput input, TaskCompletionSource? handled = null) => _inbox.TryPost(new Posted(input, handled));

    private void HandlePosted(Posted posted)
    {
        try
        {
            Handle(posted.Input);
            posted.Handled?.TrySetResult();
        }
        catch (Exception e)
        {
            // A fault in the election itself. Nothing may go on leading without anybody who watches over it.
            _log.LoopFailed(e, _settings.NodeName, _settings.Path);
            _hub.AbandonOnClose();
            _runner.Abort();
            End();
            throw;
        }
    }

    private void Handle(ElectionInput input)
    {
        var before = Board.State;
        var (state, effects) = ElectionMachine.Apply(before, input);
        if (!ReferenceEquals(state, before))
        {
            _log.Moved(_settings.Path, before.Phase, state.Phase, input);
            Board.Move(state);
            _failures.Note(state.Failures);
        }

        if (before.Holds.HasFlag(Holds.Paused) != state.Holds.HasFlag(Holds.Paused))
        {
            _log.PauseChanged(_settings.NodeName, _settings.Path, state.Holds.HasFlag(Holds.Paused));
        }

        for (var i = 0; i < effects.Count; i++)
        {
            _runner.Run(effects[i], state);
        }

        // Only when another was seen ahead: a node alone passes through the queue on its way to lead.
        if (input is ElectionInput.Queued queued && state.Phase == LeadershipPhase.Waiting && queued.Ticket == state.Ticket)
        {
            if (state.Candidate != _queuedAs)
            {
                // Once for each candidate: what a look finds may be a reason to look for the place again.
                _queuedAs = state.Candidate;
                _lookout.WakeSoon();
            }

            _standby.Begin();
            _onBehind?.Invoke();
        }

        OnMoved(before, state);
        _spreading?.Handled(input, before, state);
    }

    private void OnMoved(ElectionState before, ElectionState state)
    {
        if (before.Phase == state.Phase)
        {
            return;
        }

        _diagnostics.Moved(before.Phase, state.Phase);
        if (before.Phase == LeadershipPhase.Waiting)
        {
            _standby.End();
        }

        switch (state.Phase)
        {
            case LeadershipPhase.Observing:
                _lookout.WakeSoon();
                break;
            case LeadershipPhase.Closed:
                End();
                break;
        }
    }

    /// <summary>Nothing changes any more: whoever still waits for something is told so.</summary>
    private void End()
    {
        _standby.End();
        _failures.Dispose();
        _closed.TrySetResult();
        _spreading?.End();
        _gate?.Dispose();
        Board.Complete();
    }

    /// <summary>An input, and whoever waits until it has been handled.</summary>
    private readonly record struct Posted(ElectionInput Input, TaskCompletionSource? Handled);
}
