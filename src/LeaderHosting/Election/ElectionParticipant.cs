using System.Threading.Channels;
using LeaderHosting.Coordination;
using LeaderHosting.Diagnostics;
using LeaderHosting.Election.Operations;
using LeaderHosting.Services;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election;

/// <summary>One election on this node: a single loop that feeds what happens to <see cref="ElectionMachine"/> and does what it answers.</summary>
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
    private readonly Channel<ElectionInput> _inbox =
        Channel.CreateUnbounded<ElectionInput>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock _lock = new();
    private readonly Signal _sessions = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _watching;
    private Task? _loop;
    private bool _isClosing;

    public ElectionParticipant(
        ElectionSettings settings,
        SessionHub hub,
        HostControl host,
        TimeProvider time,
        ElectionLog log,
        LeadershipInstruments instruments)
    {
        _settings = settings;
        _hub = hub;
        _time = time;
        _log = log;
        Board = new StatusBoard(settings, hub, time, new ElectionState { Standing = settings.Candidate });
        _diagnostics = new ElectionDiagnostics(settings, hub, time, Board, instruments);
        _standby = new StandbyRunner(settings.Path, time, log, Board);
        _terms = new TermController(settings, time, log, Board, host, _standby, _diagnostics, Post);
        _runner = new EffectRunner(settings, hub, time, log, Board, _terms, Post);
        _lookout = new Lookout(settings, time, log, Board, _runner, Post, () => hub.Elections);
    }

    /// <summary>What is known of the election on this node.</summary>
    public StatusBoard Board { get; }

    /// <summary>Completes when the election has been disposed of; fails when it can't go on because of a fault of its own.</summary>
    public Task Completion => _loop ?? Task.CompletedTask;

    /// <summary>Begins to stand for election, as soon as there is a session. Does nothing after <see cref="CloseAsync"/>.</summary>
    /// <param name="services">What to run while leading, in this order.</param>
    public void Start(IReadOnlyList<ILeaderOnlyService> services)
    {
        lock (_lock)
        {
            if (_isClosing || _loop is not null)
            {
                return;
            }

            _terms.Services = services;
            _standby.Take(services);
            _loop = Task.Run(RunAsync);
        }

        _hub.Attach(this);
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
                if (_runner.Newest is { } context)
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
    public async Task ResignAsync(CancellationToken cancellationToken)
    {
        if (Board.Term is not { } term)
        {
            return;
        }

        Post(new ElectionInput.Resign());
        await foreach (var _ in Board.WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            var state = Board.State;
            if (Board.Term != term && state.Phase is not (LeadershipPhase.Stopping or LeadershipPhase.HandingOver))
            {
                return;
            }
        }
    }

    /// <summary>Stops the services, hands over, and leaves the election for good.</summary>
    /// <param name="cancellationToken">
    /// Gives up waiting. If services are still running then, the session is left to expire, because ending it would let another node lead beside them.
    /// </param>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isClosing = true;
            if (_loop is null)
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
            if (_loop is not null && !_closed.Task.IsCompleted)
            {
                _hub.AbandonOnClose();
            }
        }

        _hub.Detach(this);
        _inbox.Writer.TryComplete();
        if (!_disposing.IsCancellationRequested)
        {
            await _disposing.CancelAsync().ConfigureAwait(false);
        }

        if (_loop is { } loop)
        {
            await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _runner.Abort();
        End();
        _diagnostics.Dispose();
    }

    /// <summary>Begins what <see cref="DisposeAsync"/> does; for containers that are disposed of synchronously.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    void ISessionListener.OnEstablished(LiveSession session)
    {
        var context = new ElectionContext(_settings, session, _time, _log);
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
        Post(new ElectionInput.SessionEstablished(session.Id, eligible));
        _watching = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token);
        _ = _lookout.RunAsync(context, _watching.Token);
    }

    void ISessionListener.OnLost(LiveSession session, string reason)
    {
        _watching?.Cancel();
        _watching?.Dispose();
        _watching = null;
        _runner.Remove(session.Id);
        _sessions.Set();
        Board.SetLeader(null);
        Post(new ElectionInput.SessionLost(session.Id));
    }

    void ISessionListener.OnConnectionChanged() => Board.Refresh();

    private void Post(ElectionInput input) => _inbox.Writer.TryWrite(input);

    private async Task RunAsync()
    {
        try
        {
            await foreach (var input in _inbox.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                Handle(input);
            }
        }
        catch (Exception e)
        {
            // A fault in the election itself. Nothing may go on leading without a loop that watches over it.
            _log.LoopFailed(e, _settings.NodeName, _settings.Path);
            _inbox.Writer.TryComplete();
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
            _log.Moved(_settings.Path, before.Phase, state.Phase, input.GetType().Name);
            Board.Move(state);
        }

        foreach (var effect in effects)
        {
            _runner.Run(effect, state);
        }

        // Only when another was seen ahead: a node alone passes through the queue on its way to lead.
        if (input is ElectionInput.Queued queued && state.Phase == LeadershipPhase.Waiting && queued.Ticket == state.Ticket)
        {
            _standby.Begin();
        }

        OnMoved(before, state);
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
            case LeadershipPhase.Waiting or LeadershipPhase.Observing:
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
        _closed.TrySetResult();
        Board.Complete();
    }
}
