using LeaderHosting.Sessions;

namespace LeaderHosting.Election;

/// <summary>Puts together what is known of an election on this node. Reading needs no I/O and takes no lock that is held for long.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StatusBoard
{
    private readonly Lock _lock = new();
    private readonly ElectionSettings _settings;
    private readonly SessionHub _hub;
    private readonly TimeProvider _time;
    private readonly StatusFeed _feed;
    private ElectionState _state;
    private ElectionTerm? _term;
    private LeaderInfo? _leader;
    private LiveSession? _session;
    private LeadershipRole _role;
    private DateTimeOffset _since;
    private ServiceError? _serviceError;
    private string? _electionError;
    private string? _slowStart;
    private string? _unfit;

    public StatusBoard(ElectionSettings settings, SessionHub hub, TimeProvider time, ElectionState state)
    {
        _settings = settings;
        _hub = hub;
        _time = time;
        _state = state;
        _feed = new StatusFeed(_lock);
        _since = time.GetUtcNow();
        _role = settings.Candidate ? LeadershipRole.Follower : LeadershipRole.Observer;
    }

    /// <summary>The term in which the services run, if they do.</summary>
    public ElectionTerm? Term => Volatile.Read(ref _term);

    /// <summary>The newest state of the machine.</summary>
    public ElectionState State => Volatile.Read(ref _state);

    /// <summary>The status at this instant.</summary>
    public LeadershipStatus Status
    {
        get
        {
            lock (_lock)
            {
                return Compose();
            }
        }
    }

    /// <summary>When the leader was last looked up, as a timestamp of the clock.</summary>
    public long LeaderSeenAt { get; private set; }

    /// <summary>Takes the machine's new state.</summary>
    public void Move(ElectionState state)
    {
        using (Change())
        {
            _state = state;
        }
    }

    /// <summary>Takes the term that begins, or <see langword="null"/> when it ends.</summary>
    public void SetTerm(ElectionTerm? term, LeaderInfo? self)
    {
        using (Change())
        {
            _term = term;
            _leader = self;
            _slowStart = null;
        }
    }

    /// <summary>Takes the session.</summary>
    public void SetSession(LiveSession? session)
    {
        using (Change())
        {
            _session = session;
        }
    }

    /// <summary>Takes the leader as it was looked up; a node that leads knows better.</summary>
    public void SetLeader(LeaderInfo? leader)
    {
        using (Change())
        {
            LeaderSeenAt = _time.GetTimestamp();
            if (!_state.IsLeading)
            {
                _leader = leader;
            }
        }
    }

    /// <summary>Takes what went wrong with a service.</summary>
    public void ServiceFailed(ElectionTerm term, string error)
    {
        using (Change())
        {
            _serviceError = new ServiceError(term, error);
        }
    }

    /// <summary>Takes that all services have started, which cures the failures of earlier terms. One of this term may have failed again already.</summary>
    public void ServicesStarted(ElectionTerm term)
    {
        using (Change())
        {
            _serviceError = _serviceError?.Term == term ? _serviceError : null;
            _slowStart = null;
        }
    }

    /// <summary>Takes that a service takes its time to start.</summary>
    public void SetSlowStart(string text)
    {
        using (Change())
        {
            _slowStart = text;
        }
    }

    /// <summary>Takes what went wrong in the election itself, or <see langword="null"/> when it has found its place again.</summary>
    public void SetElectionError(string? error)
    {
        using (Change())
        {
            _electionError = error;
        }
    }

    /// <summary>Takes why the health checks keep this node from standing, or <see langword="null"/> when they don't.</summary>
    public void SetUnfit(string? why)
    {
        using (Change())
        {
            _unfit = why;
        }
    }

    /// <summary>Tells the readers of the feed that something outside this class has changed.</summary>
    public void Refresh() => Change().Dispose();

    /// <inheritdoc cref="StatusFeed.ReadAsync"/>
    public IAsyncEnumerable<LeadershipStatus> WatchAsync(CancellationToken cancellationToken) =>
        _feed.ReadAsync(() => Status, cancellationToken);

    /// <summary>Ends the feed.</summary>
    public void Complete() => _feed.Complete();

    /// <summary>Begins a change: takes the lock, and publishes what has come of it before the lock is let go, so that the feed never goes back in time.</summary>
    private Changing Change()
    {
        _lock.Enter();
        return new Changing(this);
    }

    /// <summary>Tells the readers, if there are any; they only get a write to their channel.</summary>
    private void Publish()
    {
        if (_feed.HasReaders)
        {
            _feed.Publish(Compose());
        }
        else
        {
            NoteRole();
        }
    }

    private LeadershipStatus Compose()
    {
        var connection = _hub.Status;
        var term = NoteRole();
        var isOver = _term is not null && term is null;
        var closed = _state.Phase == LeadershipPhase.Closed;
        return new LeadershipStatus
        {
            Name = _settings.Name,
            ElectionPath = _settings.Path,
            NodeName = _settings.NodeName,
            Role = _role,
            Phase = _state.IsLeading && isOver ? LeadershipPhase.Stopping : _state.Phase,
            Connection = closed ? LeadershipConnection.Closed : connection.Connection,
            Since = _since,
            Term = term?.Number ?? _leader?.Term,
            FencingToken = term?.FencingToken ?? _leader?.FencingToken,
            Leader = _state.IsLeading && term is null ? null : _leader,
            LastContact = _session is { } session ? _time.GetUtcNow() - _time.GetElapsedTime(session.LastAnsweredAt) : null,
            IsPaused = _state.Holds.HasFlag(Holds.Paused),
            Unfit = _unfit,
            OutOfTouch = !closed && connection.IsOutOfTouch(_time),
            StopOverran = _state.StopOverran,
            LastError = connection.Error ?? _electionError ?? _serviceError?.Text ?? _slowStart,
        };
    }

    /// <summary>Notes since when this node has had its role.</summary>
    /// <returns>The term, if it is valid: one whose lease has ended is over, whether or not anybody has been told yet.</returns>
    private ElectionTerm? NoteRole()
    {
        var term = _term is { IsValid: true } valid ? valid : null;
        var role = !_settings.Candidate ? LeadershipRole.Observer
            : _state.IsLeading && term is not null ? LeadershipRole.Leader
            : LeadershipRole.Follower;
        if (role != _role)
        {
            _role = role;
            _since = _time.GetUtcNow();
        }

        return term;
    }

    /// <summary>A change under way. Without a closure, since an election at work changes a dozen times while it comes to lead.</summary>
    private readonly ref struct Changing(StatusBoard board)
    {
        public void Dispose()
        {
            try
            {
                board.Publish();
            }
            finally
            {
                board._lock.Exit();
            }
        }
    }

    private sealed record ServiceError(ElectionTerm Term, string Text);
}
