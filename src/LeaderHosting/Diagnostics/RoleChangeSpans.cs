using System.Diagnostics;
using LeaderHosting.Election;

namespace LeaderHosting.Diagnostics;

/// <summary>The spans of an election's role changes: at most one is open at a time.</summary>
/// <remarks>The beginnings are called from the election's loop, the ends from anywhere.</remarks>
internal sealed class RoleChangeSpans
{
    private readonly TimeProvider _time;
    private readonly ElectionTags _tags;
    private readonly LeadershipInstruments _instruments;
    private Activity? _becoming;
    private Activity? _steppingDown;

    public RoleChangeSpans(TimeProvider time, ElectionTags tags, LeadershipInstruments instruments)
    {
        _time = time;
        _tags = tags;
        _instruments = instruments;
    }

    /// <summary>Begins the span of taking over, as of when this node's turn came.</summary>
    public Activity? BeginTakeover(ElectionTerm term, long turnCame) =>
        _becoming = Begin("election.become_leader", term, _time.GetElapsedTime(turnCame));

    /// <summary>This node has taken over.</summary>
    public void EndTakeover() => End(ref _becoming);

    /// <summary>A service failed to start.</summary>
    public void FailTakeover(Exception error)
    {
        Volatile.Read(ref _becoming)?.Fail(error);
        End(ref _becoming);
    }

    /// <summary>Begins the span of stepping down.</summary>
    public Activity? BeginStepDown(ElectionTerm term, string reason)
    {
        // Still open if the term has ended before its services had started.
        Volatile.Read(ref _becoming)?.SetStatus(ActivityStatusCode.Error, "The term ended before its services had started.");
        End(ref _becoming);

        var span = Begin("election.step_down", term, TimeSpan.Zero);
        span?.SetTag(TagNames.Reason, reason);
        return _steppingDown = span;
    }

    /// <summary>The services have stopped; what is left is to hand over.</summary>
    public void ServicesStopped() => Volatile.Read(ref _steppingDown)?.AddEvent(new ActivityEvent("services stopped", _time.GetUtcNow()));

    /// <summary>The services have not stopped in time.</summary>
    public void Overran() => Volatile.Read(ref _steppingDown)?.SetStatus(ActivityStatusCode.Error, "The services overran their stop budget.");

    /// <summary>The place in the queue is given up.</summary>
    public void EndStepDown() => End(ref _steppingDown);

    private Activity? Begin(string name, ElectionTerm term, TimeSpan ago) => !_instruments.IsTraced
        ? null
        : Spans.StartRoot(name, _time.GetUtcNow() - ago, _tags.With(TagNames.Term, term.Number, TagNames.FencingToken, term.FencingToken));

    private void End(ref Activity? field)
    {
        if (Interlocked.Exchange(ref field, null) is { } span)
        {
            span.SetEndTime(_time.GetUtcNow().UtcDateTime);
            span.Dispose();
        }
    }
}
