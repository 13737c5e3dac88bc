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

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changing = new(initialCount: 1);
    private readonly IReadOnlyList<ILeaderOnlyService> _services;
    private readonly List<Channel<LeadershipStatus>> _watchers = [];
    private TaskCompletionSource<LeadershipTerm> _led = NewPromise();
    private LeadershipStatus _status;
    private FakeTerm? _term;
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

    /// <inheritdoc/>
    public bool IsLeader => CurrentTerm is not null;

    /// <inheritdoc/>
    public LeadershipTerm? CurrentTerm
    {
        get
        {
            lock (_lock)
            {
                return _term is { IsValid: true } term ? term : null;
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

    /// <summary>Makes this node leader, and starts the services.</summary>
    /// <returns>The term, when all services have started.</returns>
    /// <exception cref="InvalidOperationException">It leads already, or was disposed.</exception>
    /// <remarks>When a service fails to start, those that had started are stopped, the node is a follower again, and the exception is the caller's.</remarks>
    public async Task<LeadershipTerm> PromoteAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var term = Begin();
            await StartServicesAsync(term).ConfigureAwait(false);
            Publish(LeadershipRole.Leader, LeadershipPhase.Leading);
            return term;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Ends the term: its token is cancelled, the services are stopped in reverse order, and the node is a follower. Does nothing on a follower.</summary>
    /// <returns>A task that completes when the services have stopped.</returns>
    public async Task DemoteAsync()
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            await EndAsync(_services.Count).ConfigureAwait(false);
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
            _term?.EndLease();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LeadershipStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LeadershipStatus>();
        lock (_lock)
        {
            channel.Writer.TryWrite(_status);
            _ = _isClosed ? channel.Writer.TryComplete() : Add(_watchers, channel);
        }

        await foreach (var status in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return status;
        }
    }

    /// <inheritdoc/>
    public Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return _led.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>This node when it leads, otherwise nobody.</summary>
    /// <inheritdoc/>
    public Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default) => Task.FromResult(IsLeader ? Status.Leader : null);

    /// <summary>This node alone.</summary>
    /// <inheritdoc/>
    public Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<CandidateInfo>>([new CandidateInfo(NodeName, NodeName, IsLeader, IsSelf: true)]);

    /// <summary>As <see cref="DemoteAsync"/>; the node leads again when it is promoted.</summary>
    /// <inheritdoc/>
    public Task ResignAsync(CancellationToken cancellationToken = default) => DemoteAsync().WaitAsync(cancellationToken);

    /// <summary>Ends the term, if there is one, and the election with it.</summary>
    public async ValueTask DisposeAsync()
    {
        await DemoteAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _isClosed = true;
            _led.TrySetException(new InvalidOperationException("The election has been shut down."));
            _watchers.ForEach(static watcher => watcher.Writer.TryComplete());
        }
    }

    private static TaskCompletionSource<LeadershipTerm> NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }

    private FakeTerm Begin()
    {
        lock (_lock)
        {
            if (_term is not null || _isClosed)
            {
                throw new InvalidOperationException(_isClosed ? "The election has been shut down." : $"Leads already, in term {_term!.Number}.");
            }

            _terms++;
            _term = new FakeTerm(_terms, FirstToken + _terms);
            _led.SetResult(_term);
        }

        Publish(LeadershipRole.Leader, LeadershipPhase.Starting);
        return _term;
    }

    private async Task StartServicesAsync(FakeTerm term)
    {
        for (var started = 0; started < _services.Count; started++)
        {
            try
            {
                await _services[started].StartAsync(term, term.CancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await EndAsync(started).ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>Ends the term, if there is one, and stops the first so many services, the last of them first.</summary>
    private async Task EndAsync(int started)
    {
        if (_term is not { } term)
        {
            return;
        }

        await term.EndAsync().ConfigureAwait(false);
        Publish(LeadershipRole.Leader, LeadershipPhase.Stopping);
        for (var i = started - 1; i >= 0; i--)
        {
            await _services[i].StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        lock (_lock)
        {
            _term = null;
            _led = NewPromise();
        }

        Publish(LeadershipRole.Follower, LeadershipPhase.Waiting);
    }

    private void Publish(LeadershipRole role, LeadershipPhase phase)
    {
        lock (_lock)
        {
            var since = _status.Role == role ? _status.Since : TimeProvider.System.GetUtcNow();
            _status = _status with
            {
                Role = role,
                Phase = phase,
                Since = since,
                Term = _term?.Number ?? _status.Term,
                FencingToken = _term?.FencingToken ?? _status.FencingToken,
                Leader = role == LeadershipRole.Leader ? new LeaderInfo(NodeName, NodeName) { Since = since } : null,
            };
            _watchers.ForEach(watcher => watcher.Writer.TryWrite(_status));
        }
    }
}
