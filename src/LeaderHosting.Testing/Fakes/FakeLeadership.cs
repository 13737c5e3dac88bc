using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LeaderHosting.Testing.Fakes;

namespace LeaderHosting.Testing;

/// <summary>
/// An election that a test decides, without a server: it makes this node leader (<see cref="PromoteAsync"/>), ends its leadership
/// (<see cref="DemoteAsync"/>), or lets its lease run out unnoticed (<see cref="Lose"/>). It starts and stops leader-only services as the real one does.
/// </summary>
/// <remarks>Thread-safe. Term numbers and fencing tokens grow with every promotion; a token never equals its term's number.</remarks>
public sealed class FakeLeadership : ILeadership, IAsyncDisposable
{
    private const long FirstToken = 1000;
    private const string ShutDown = "The election has been shut down.";

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changing = new(initialCount: 1);
    private readonly IReadOnlyList<ILeaderOnlyService> _services;
    private readonly List<Channel<LeadershipStatus>> _watchers = [];
    private LeadershipStatus _status;
    private FakeTermRun? _run;
    private long _terms;
    private bool _isClosed;

    /// <summary>Initializes a follower.</summary>
    /// <param name="services">What to start at a promotion, in this order, and to stop in reverse.</param>
    public FakeLeadership(params IEnumerable<ILeaderOnlyService> services)
    {
        _services = [.. services];
        _status = new LeadershipStatus
        {
            NodeName = "test-node",
            ElectionPath = "/test",
            Phase = LeadershipPhase.Waiting,
            Connection = LeadershipConnection.Connected,
        };
    }

    /// <summary>The name of this node. Default <c>test-node</c>.</summary>
    public string NodeName
    {
        get => Status.NodeName;
        init => _status = _status with { NodeName = value };
    }

    /// <summary>The names of the other candidates. Default none. They only stand in the queue, and never lead.</summary>
    public IReadOnlyList<string> OtherCandidates { get; init; } = [];

    /// <inheritdoc/>
    public bool IsLeader => CurrentTerm is not null;

    /// <inheritdoc/>
    public LeadershipTerm? CurrentTerm
    {
        get
        {
            lock (_lock)
            {
                return _run?.Term is { IsValid: true } term ? term : null;
            }
        }
    }

    /// <inheritdoc/>
    public LeadershipStatus Status
    {
        get
        {
            lock (_lock)
            {
                return _status;
            }
        }
    }

    /// <summary>How many sequences of <see cref="WatchAsync"/> are being read.</summary>
    internal int WatcherCount
    {
        get
        {
            lock (_lock)
            {
                return _watchers.Count;
            }
        }
    }

    /// <summary>Makes this node leader, and starts the services.</summary>
    /// <returns>The term, when all services have started.</returns>
    /// <exception cref="InvalidOperationException">It leads already, is paused, or was disposed.</exception>
    /// <exception cref="AggregateException">A service failed to start, and then others failed to stop.</exception>
    /// <remarks>When a service fails to start, those that had started are stopped, the node is a follower again, and the exception is the caller's.</remarks>
    public async Task<LeadershipTerm> PromoteAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var run = Begin();
            await StartServicesAsync(run).ConfigureAwait(false);
            Publish(LeadershipPhase.Leading);
            return run.Term;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends the term: its token is cancelled, the services are stopped in reverse order, and the node is a follower. Does nothing on a follower.</summary>
    /// <returns>A task that completes when the services have stopped.</returns>
    /// <exception cref="AggregateException">
    /// Callbacks of the token or services have thrown. That kept nobody from being stopped: the real election logs it and goes on, a test gets to see it.
    /// </exception>
    public async Task DemoteAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var failures = await EndAsync().ConfigureAwait(false);
            if (failures.Count > 0)
            {
                throw new AggregateException(failures);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>
    /// Ends the lease and nothing else: the term is no longer valid, while its token is not cancelled and the services run on. So it is in a
    /// process that was frozen, at the moment it wakes; <see cref="DemoteAsync"/> is what follows.
    /// </summary>
    public void Lose()
    {
        lock (_lock)
        {
            _run?.Term.EndLease();
            _status = Compose(_status.Phase);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LeadershipStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LeadershipStatus>();
        lock (_lock)
        {
            channel.Writer.TryWrite(_status);
            if (_isClosed)
            {
                channel.Writer.TryComplete();
            }
            else
            {
                _watchers.Add(channel);
            }
        }

        try
        {
            await foreach (var status in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return status;
            }
        }
        finally
        {
            lock (_lock)
            {
                _watchers.Remove(channel);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var _ in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (CurrentTerm is { } term)
            {
                return term;
            }
        }

        throw new InvalidOperationException(ShutDown);
    }

    /// <summary>This node when it leads, otherwise nobody.</summary>
    /// <inheritdoc/>
    public Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default) => Task.FromResult(Status.Leader);

    /// <summary>This node, unless it is paused, and the <see cref="OtherCandidates"/>.</summary>
    /// <inheritdoc/>
    public Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default)
    {
        var others = OtherCandidates.Select(static name => new CandidateInfo(name, name, IsLeader: false, IsSelf: false));
        return Task.FromResult<IReadOnlyList<CandidateInfo>>(
            [.. Status.IsPaused ? others : others.Prepend(new CandidateInfo(NodeName, NodeName, IsLeader, IsSelf: true))]);
    }

    /// <summary>As <see cref="DemoteAsync"/>; the node leads again when it is promoted.</summary>
    /// <inheritdoc/>
    public Task ResignAsync(CancellationToken cancellationToken = default) => DemoteAsync().WaitAsync(cancellationToken);

    /// <summary>As <see cref="DemoteAsync"/>; the successor has to be one of <see cref="OtherCandidates"/>.</summary>
    /// <inheritdoc/>
    public Task ResignAsync(string successor, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(successor);
        if (successor == NodeName)
        {
            throw new ArgumentException($"'{successor}' is the name of this node; it can't be its own successor.", nameof(successor));
        }

        return !IsLeader || OtherCandidates.Contains(successor, StringComparer.Ordinal)
            ? ResignAsync(cancellationToken)
            : throw new ArgumentException(
                $"No candidate of {Status.ElectionPath} is named '{successor}'; there are {string.Join(", ", OtherCandidates.Prepend(NodeName).Select(static name => $"'{name}'"))}.",
                nameof(successor));
    }

    /// <summary>As <see cref="DemoteAsync"/>, and the node stands no more: <see cref="PromoteAsync"/> throws until <see cref="ResumeAsync"/>.</summary>
    /// <inheritdoc/>
    public async Task PauseAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            _status = _status with { IsPaused = true };
        }

        await DemoteAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        Publish(LeadershipPhase.Observing);
    }

    /// <inheritdoc/>
    public Task ResumeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_status.IsPaused)
            {
                _status = _status with { IsPaused = false };
                Publish(LeadershipPhase.Waiting);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Ends the term, if there is one, and the election with it.</summary>
    /// <exception cref="AggregateException">As from <see cref="DemoteAsync"/>; the election has been shut down all the same.</exception>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await DemoteAsync().ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _isClosed = true;
                _watchers.ForEach(static watcher => watcher.Writer.TryComplete());
            }
        }
    }

    private FakeTermRun Begin()
    {
        lock (_lock)
        {
            if (_run is not null || _isClosed)
            {
                throw new InvalidOperationException(_isClosed ? ShutDown : $"Leads already, in term {_run!.Term.Number}.");
            }

            if (_status.IsPaused)
            {
                throw new InvalidOperationException("The candidacy is paused; a node that is paused is never elected. Call ResumeAsync first.");
            }

            _terms++;
            _run = new FakeTermRun(_services, new FakeTerm(_terms, FirstToken + _terms));
        }

        Publish(LeadershipPhase.Starting);
        return _run;
    }

    private async Task StartServicesAsync(FakeTermRun run)
    {
        try
        {
            await run.StartAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var failures = await EndAsync().ConfigureAwait(false);
            if (failures.Count > 0)
            {
                throw new AggregateException([e, .. failures]);
            }

            throw;
        }
    }

    /// <summary>Ends the term, if there is one, and stops what has started. Returns what was thrown meanwhile.</summary>
    private async Task<List<Exception>> EndAsync()
    {
        if (_run is not { } run)
        {
            return [];
        }

        var callbacks = run.Term.EndAsync();
        Publish(LeadershipPhase.Stopping);
        var failures = await run.StopAsync().ConfigureAwait(false);
        try
        {
            await callbacks.ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            failures.AddRange(e.InnerExceptions);
        }

        lock (_lock)
        {
            _run = null;
        }

        Publish(_status.IsPaused ? LeadershipPhase.Observing : LeadershipPhase.Waiting);
        return failures;
    }

    private void Publish(LeadershipPhase phase)
    {
        lock (_lock)
        {
            _status = Compose(phase);
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(_status));
        }
    }

    /// <summary>The status in a phase. Whoever holds a term that is no longer valid does not lead, and has nothing to do but to stop.</summary>
    private LeadershipStatus Compose(LeadershipPhase phase)
    {
        var term = _run?.Term;
        var leads = term is { IsValid: true };
        var role = leads ? LeadershipRole.Leader : LeadershipRole.Follower;
        var since = _status.Role == role ? _status.Since : TimeProvider.System.GetUtcNow();
        return _status with
        {
            Role = role,
            Phase = leads || term is null ? phase : LeadershipPhase.Stopping,
            Since = since,
            Term = term?.Number ?? _status.Term,
            FencingToken = term?.FencingToken ?? _status.FencingToken,
            Leader = leads ? new LeaderInfo(NodeName, NodeName) { Since = since } : null,
        };
    }
}
