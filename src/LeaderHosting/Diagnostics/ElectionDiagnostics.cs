using LeaderHosting.Election;
using LeaderHosting.Lease;
using LeaderHosting.Sessions;

namespace LeaderHosting.Diagnostics;

/// <summary>Measures and traces one election on this node.</summary>
/// <remarks>
/// <see cref="Begin"/>, <see cref="End"/> and <see cref="Moved"/> are called from the election's loop, everything else from anywhere.
/// </remarks>
internal sealed class ElectionDiagnostics : IDisposable
{
    private const string Elected = "elected";

    private readonly TimeProvider _time;
    private readonly LeadershipInstruments _instruments;
    private readonly ElectionTags _tags;
    private readonly RoleChangeSpans _spans;
    private readonly IDisposable _observed;
    private LeaseMeter? _lease;
    private ElectionTerm? _term;
    private long _turnCame;
    private long _began;

    public ElectionDiagnostics(ElectionSettings settings, SessionHub hub, TimeProvider time, StatusBoard board, LeadershipInstruments instruments)
    {
        _time = time;
        _instruments = instruments;
        _tags = new ElectionTags(settings.Name, settings.Path);
        _spans = new RoleChangeSpans(time, _tags, instruments);
        _observed = instruments.Observe(new ObservedElection(_tags, board, hub));
        Services = new ServiceDiagnostics(_tags, time, instruments);
    }

    /// <summary>Measures and traces its services.</summary>
    public ServiceDiagnostics Services { get; }

    /// <summary>This node begins to take part.</summary>
    /// <remarks>Counters begin at 0: who computes rates from the values of counters never sees the first step of one that begins at 1.</remarks>
    public void Enter()
    {
        CountChange("leader", Elected, 0);
        _instruments.StopOverruns.Add(0, _tags.Span);
    }

    /// <summary>A term begins.</summary>
    /// <param name="term">The term.</param>
    /// <param name="lease">The lease it stands on.</param>
    /// <param name="turnCame">When this node's turn came, as a timestamp of the clock.</param>
    /// <returns>To be disposed of when the services are being started; what they trace belongs to the span of the change.</returns>
    public Spans.Present Begin(ElectionTerm term, ISessionLease lease, long turnCame)
    {
        _term = term;
        _turnCame = turnCame;
        _began = _time.GetTimestamp();
        _lease = new LeaseMeter(lease, _time, _instruments.LeaseRemaining, _tags);
        CountChange("leader", Elected, 1);
        return Spans.Under(_spans.BeginTakeover(term, turnCame));
    }

    /// <summary>All services have started.</summary>
    public void Started()
    {
        if (_instruments.TakeoverDuration.Enabled)
        {
            _instruments.TakeoverDuration.Record(_time.GetElapsedTime(_turnCame).TotalSeconds, _tags.Span);
        }

        _spans.EndTakeover();
    }

    /// <summary>A service failed to start.</summary>
    public void StartFailed(Exception error) => _spans.FailTakeover(error);

    /// <summary>The term ends.</summary>
    /// <param name="reason">Why.</param>
    /// <returns>To be disposed of when the services are being stopped; what they trace belongs to the span of the change.</returns>
    public Spans.Present End(StopReason reason)
    {
        var word = TagValue<StopReason>.Of(reason);
        _lease?.Dispose();
        CountChange("follower", word, 1);
        if (_instruments.TermDuration.Enabled)
        {
            _instruments.TermDuration.Record(_time.GetElapsedTime(_began).TotalSeconds, _tags.With(TagNames.Reason, word));
        }

        return Spans.Under(_spans.BeginStepDown(_term!, word));
    }

    /// <summary>The services have not stopped within their budget.</summary>
    public void Overran()
    {
        _instruments.StopOverruns.Add(1, _tags.Span);
        _spans.Overran();
    }

    /// <summary>Nothing of the term is running any more.</summary>
    public void Stopped() => _spans.ServicesStopped();

    /// <summary>The election has gone from one phase to another.</summary>
    public void Moved(LeadershipPhase before, LeadershipPhase after)
    {
        if (IsSteppingDown(before) && !IsSteppingDown(after))
        {
            _spans.EndStepDown();
        }
    }

    /// <summary>Ends what is still open, and shows the election no more.</summary>
    public void Dispose()
    {
        _observed.Dispose();
        _lease?.Dispose();
        _spans.EndTakeover();
        _spans.EndStepDown();
    }

    private static bool IsSteppingDown(LeadershipPhase phase) => phase is LeadershipPhase.Stopping or LeadershipPhase.HandingOver;

    private void CountChange(string role, string reason, int count)
    {
        if (_instruments.RoleChanges.Enabled)
        {
            _instruments.RoleChanges.Add(count, _tags.With(TagNames.Role, role, TagNames.Reason, reason));
        }
    }
}
