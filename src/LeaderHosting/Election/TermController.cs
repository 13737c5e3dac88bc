using LeaderHosting.Diagnostics;
using LeaderHosting.Lease;
using LeaderHosting.Services;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election;

/// <summary>Runs the services of the present term, watches its lease, and turns what becomes of them into inputs of the election.</summary>
/// <remarks><see cref="Start"/> and <see cref="Stop"/> are called from the election's loop, everything else from anywhere.</remarks>
internal sealed class TermController : ITermObserver, IDisposable
{
    /// <summary>How long a term has to last for the failures before it to be forgotten.</summary>
    private static readonly TimeSpan ProvedAfter = TimeSpan.FromMinutes(1);

    private readonly ElectionSettings _settings;
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;
    private readonly StatusBoard _board;
    private readonly HostControl _host;
    private readonly StandbyRunner _standby;
    private readonly ElectionDiagnostics _diagnostics;
    private readonly Action<ElectionInput> _post;
    private TermRun? _run;
    private LeaseAlarm? _alarm;
    private ITimer? _proved;
    private StopReason _reason;
    private TimeSpan _takeover;

    public TermController(
        ElectionSettings settings,
        TimeProvider time,
        ElectionLog log,
        StatusBoard board,
        HostControl host,
        StandbyRunner standby,
        ElectionDiagnostics diagnostics,
        Action<ElectionInput> post)
    {
        _settings = settings;
        _time = time;
        _log = log;
        _board = board;
        _host = host;
        _standby = standby;
        _diagnostics = diagnostics;
        _post = post;
    }

    /// <summary>What runs while this node leads. Set before the first term.</summary>
    public IReadOnlyList<ILeaderOnlyService> Services { get; set; } = [];

    /// <summary>Begins a term.</summary>
    /// <param name="id">The term.</param>
    /// <param name="session">The session whose lease it stands on.</param>
    /// <param name="self">This node as the leader.</param>
    /// <param name="turnCame">When this node's turn came, as a timestamp of the clock.</param>
    public void Start(Term id, LiveSession session, LeaderInfo self, long turnCame)
    {
        var term = new ElectionTerm(id, session.Lease, self.Since ?? _time.GetUtcNow(), _time.GetTimestamp());
        var budget = _settings.StopBudgetFor(session.Timeout);

        _takeover = _time.GetElapsedTime(turnCame);
        _run = new TermRun(Services, term, budget, startPatience: session.Timeout, _standby, _time, _diagnostics.Services, this);
        _board.SetTerm(term, self);
        using (_diagnostics.Begin(term, session.Lease, turnCame))
        {
            _run.Start();
        }

        _alarm = new LeaseAlarm(session.Lease, budget, _time, () => _post(new ElectionInput.LeaseRanThin(id)));
        _proved = _board.State.Failures > 0 ? _time.CreateTimer(_ => _post(new ElectionInput.TermProved(id)), null, ProvedAfter, Timeout.InfiniteTimeSpan) : null;
    }

    /// <summary>Ends a term. One whose session was over before its services could be started has stopped already.</summary>
    public void Stop(Term id, StopReason reason)
    {
        if (_run is not { } run || run.Term.Id != id)
        {
            _post(new ElectionInput.ServicesStopped(id));
            return;
        }

        _reason = reason;
        if (reason is not (StopReason.Resigned or StopReason.Shutdown or StopReason.Paused or StopReason.PreferredCandidate or StopReason.Spread))
        {
            _log.StepsDown(_settings.NodeName, _settings.Path, run.Term.Number, reason, run.Term.LeaseRemaining.TotalMilliseconds);
        }

        Dispose();
        using (_diagnostics.End(reason))
        {
            run.Stop();
        }

        _board.SetTerm(null, null);
    }

    /// <summary>Ends the term, if one is running, when nobody is left to decide about it.</summary>
    public void Abort()
    {
        if (_board.Term is { } term)
        {
            Stop(term.Id, StopReason.Shutdown);
        }
    }

    /// <summary>Does what the options say about an overrun.</summary>
    public void Punish(Term term)
    {
        switch (_settings.StopOverrun)
        {
            case StopOverrunBehavior.FailFast:
                _host.FailFast($"Leader-only services of {_settings.Path}, term {term.Number}, overran their stop budget.");
                break;
            case StopOverrunBehavior.StopHost:
                _host.Stop();
                break;
            case StopOverrunBehavior.Log:
                break;
        }
    }

    /// <inheritdoc/>
    public void Started(ElectionTerm term, TimeSpan took)
    {
        _log.BecameLeader(
            _settings.NodeName, _settings.Path, term.Number, term.FencingToken, _takeover.TotalMilliseconds, Services.Count, took.TotalMilliseconds);
        _board.ServicesStarted(term);
        _diagnostics.Started();
        _post(new ElectionInput.ServicesStarted(term.Id));
    }

    /// <inheritdoc/>
    public void StillStarting(ElectionTerm term, ILeaderOnlyService service, TimeSpan elapsed)
    {
        _log.StillStarting(NameOf(service), elapsed.TotalSeconds, term.Number, _settings.Path);
        _board.SetSlowStart($"{NameOf(service)} has not started for {elapsed.TotalSeconds:0} s.");
    }

    /// <inheritdoc/>
    public void StartFailed(ElectionTerm term, ILeaderOnlyService service, Exception error)
    {
        _diagnostics.StartFailed(error);
        _log.ServiceStartFailed(error, NameOf(service), term.Number, _settings.Path);
        _board.ServiceFailed(term, $"{NameOf(service)} failed to start in term {term.Number}: {error.GetType().Name}: {error.Message}");
        _post(new ElectionInput.ServiceFailed(term.Id, StopReason.StartFailed));
    }

    /// <inheritdoc/>
    public void FoundLost(ElectionTerm term) => _post(new ElectionInput.LeaseRanThin(term.Id));

    /// <inheritdoc/>
    public void StopFailed(ElectionTerm term, ILeaderOnlyService service, Exception error) =>
        _log.ServiceStopFailed(error, NameOf(service), term.Number, _settings.Path);

    /// <inheritdoc/>
    public void CallbackFailed(ElectionTerm term, Exception error) => _log.CallbackFailed(error, term.Number, _settings.Path);

    /// <inheritdoc/>
    public void Overran(ElectionTerm term, ILeaderOnlyService? service, TimeSpan budget)
    {
        _log.StopOverran(service is null ? "The end" : NameOf(service), term.Number, _settings.Path, budget.TotalSeconds, _settings.StopOverrun);
        _diagnostics.Overran();
        _post(new ElectionInput.StopOverran(term.Id));
    }

    /// <inheritdoc/>
    public void Stopped(ElectionTerm term, TimeSpan took)
    {
        _log.CeasedToLead(_settings.NodeName, _settings.Path, term.Number, _reason, took.TotalMilliseconds);
        _diagnostics.Stopped();
        _post(new ElectionInput.ServicesStopped(term.Id));
    }

    /// <inheritdoc/>
    public void RunEnded(ElectionTerm term, ILeaderOnlyService service) =>
        _log.ServiceEnded(NameOf(service), term.Number, _settings.Path);

    /// <inheritdoc/>
    public void RunFailed(ElectionTerm term, ILeaderOnlyService service, Exception error)
    {
        _log.ServiceFailed(error, NameOf(service), term.Number, _settings.Path, _settings.ServiceFault);
        _board.ServiceFailed(term, $"{NameOf(service)} failed in term {term.Number}: {error.GetType().Name}: {error.Message}");
        switch (_settings.ServiceFault)
        {
            case ServiceFaultBehavior.HandOver:
                _post(new ElectionInput.ServiceFailed(term.Id, StopReason.ServiceFailed));
                break;
            case ServiceFaultBehavior.StopHost:
                _host.Stop();
                break;
            case ServiceFaultBehavior.Log:
                break;
        }
    }

    /// <summary>Stops the timers of the term.</summary>
    public void Dispose()
    {
        _alarm?.Dispose();
        _proved?.Dispose();
    }

    private static string NameOf(ILeaderOnlyService service) => ServiceName.Of(service);
}
