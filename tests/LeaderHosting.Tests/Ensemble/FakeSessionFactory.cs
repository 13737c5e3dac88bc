using System.Collections.Concurrent;
using LeaderHosting.Coordination;

namespace LeaderHosting.Tests.Ensemble;

/// <summary>The ZooKeeper client of one process, and the network between it and the ensemble. Thread-safe.</summary>
internal sealed class FakeSessionFactory(InMemoryEnsemble ensemble, TimeProvider time) : ICoordinationSessionFactory
{
    private readonly Lock _lock = new();
    private readonly List<FakeCoordinationSession> _sessions = [];
    private readonly List<FakeRequest> _requests = [];
    private Func<FakeRequest, RequestFate>? _fateOf;
    private readonly ConcurrentDictionary<string, long> _handoversAt = new(StringComparer.Ordinal);
    private long _lastProofAt;
    private long _lastCommitAt;
    private long _connectedAt;
    private volatile bool _wasAsked;

    /// <inheritdoc/>
    public TimeSpan RequestedTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The session timeout that the servers grant to connections made from now on.</summary>
    public TimeSpan GrantedTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Servers => "memory";

    /// <summary>Whether nothing gets through.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Why sessions cannot be made, when they cannot.</summary>
    public CoordinationFault? Refusal { get; set; }

    /// <summary>Thrown by <see cref="Create"/>, when set.</summary>
    public Exception? CreateFailure { get; set; }

    /// <summary>Called by whoever sends a request, when it can't be taken back any more and has not been sent yet.</summary>
    public Action<FakeRequest>? BeforeSending { get; set; }

    /// <summary>The sessions made so far, oldest first.</summary>
    public IReadOnlyList<FakeCoordinationSession> Sessions
    {
        get
        {
            lock (_lock)
            {
                return [.. _sessions];
            }
        }
    }

    /// <summary>The newest session.</summary>
    public FakeCoordinationSession Current => Sessions[^1];

    /// <summary>Whether everything that is asked is answered at once.</summary>
    public bool IsHealthy => !IsCut && Refusal is null && CreateFailure is null && Volatile.Read(ref _fateOf) is null && !IsHolding;

    /// <summary>Whether the first session is to be made, or being made, or has been made and lives.</summary>
    public bool IsAtFirstSession => !_wasAsked || Sessions is [{ IsNew: true } or { Connection: not null }];

    /// <summary>Whether requests are held at this moment.</summary>
    public bool IsHolding => Sessions.Any(s => s.IsHolding);

    /// <summary>Everything that was sent so far, oldest first.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Forgets all sessions but the newest, and every request: for tests that run on and on.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _sessions.RemoveRange(0, _sessions.Count - 1);
            _requests.Clear();
        }
    }

    /// <summary>When a proof of the lease was last sent, as a timestamp of the ensemble's clock.</summary>
    public long LastProofAt => Interlocked.Read(ref _lastProofAt);

    /// <summary>When a connection was last made, as a timestamp of the ensemble's clock.</summary>
    public long ConnectedAt => Interlocked.Read(ref _connectedAt);

    /// <summary>When a commit was last sent, as a timestamp of the ensemble's clock. Under a fresh lease the proofs count from it.</summary>
    public long LastCommitAt => Interlocked.Read(ref _lastCommitAt);

    /// <summary>When a handover of an election was last sent, as a timestamp of the ensemble's clock; <see langword="null"/> if none was.</summary>
    public long? HandedOverAt(string electionPath) => _handoversAt.TryGetValue(electionPath, out var at) ? at : null;

    /// <summary>Decides what becomes of requests from now on.</summary>
    public void Decide(Func<FakeRequest, RequestFate>? fateOf) => Volatile.Write(ref _fateOf, fateOf);

    /// <summary>Decides what becomes of the next request of a kind; those after it are answered.</summary>
    public void DecideOnce(Func<FakeRequest, bool> isMeant, RequestFate fate)
    {
        Decide(request =>
        {
            if (!isMeant(request))
            {
                return RequestFate.Answered;
            }

            Decide(null);
            return fate;
        });
    }

    /// <summary>Requests are answered again; those that are held go on.</summary>
    public void Release()
    {
        Decide(null);
        foreach (var session in Sessions)
        {
            session.Release();
        }
    }

    /// <summary>Cuts the network: connections break, and none is made until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        IsCut = true;
        foreach (var session in Sessions)
        {
            session.Break("The network is cut.");
        }
    }

    /// <summary>The network is there again.</summary>
    public void Restore()
    {
        IsCut = false;
        foreach (var session in Sessions)
        {
            session.TryConnect();
        }
    }

    /// <inheritdoc/>
    public ICoordinationSession Create()
    {
        try
        {
            if (CreateFailure is { } failure)
            {
                throw failure;
            }

            var session = new FakeCoordinationSession(this, ensemble, time);
            lock (_lock)
            {
                _sessions.Add(session);
            }

            return session;
        }
        finally
        {
            _wasAsked = true;
        }
    }

    internal void NoteConnected() => Interlocked.Exchange(ref _connectedAt, ensemble.Clock.GetTimestamp());

    internal RequestFate FateOf(FakeRequest request)
    {
        lock (_lock)
        {
            _requests.Add(request);
        }

        if (request.IsProof)
        {
            Interlocked.Exchange(ref _lastProofAt, ensemble.Clock.GetTimestamp());
        }

        if (request.Kind is FakeRequestKind.Commit or FakeRequestKind.Create)
        {
            Interlocked.Exchange(ref _lastCommitAt, ensemble.Clock.GetTimestamp());
        }

        if (request.IsHandover)
        {
            foreach (var record in request.Operations.OfType<CoordinationOperation.SetData>())
            {
                _handoversAt[record.Path] = ensemble.Clock.GetTimestamp();
            }
        }

        return Volatile.Read(ref _fateOf)?.Invoke(request) ?? RequestFate.Answered;
    }
}
