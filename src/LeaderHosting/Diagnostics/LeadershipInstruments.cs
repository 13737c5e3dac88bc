using System.Diagnostics.Metrics;

namespace LeaderHosting.Diagnostics;

/// <summary>The instruments of the meter <see cref="LeadershipDiagnostics.MeterName"/>: one set for all elections and sessions of a host.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class LeadershipInstruments
{
    private readonly ElectionGauges _gauges;
    private readonly bool _isHeard;

    public LeadershipInstruments(IMeterFactory meters)
        : this(meters.Create(LeadershipDiagnostics.MeterName), isHeard: true)
    {
    }

    private LeadershipInstruments(Meter meter, bool isHeard)
    {
        _isHeard = isHeard;
        _gauges = new ElectionGauges(meter);
        RoleChanges = meter.CreateCounter<long>(
            "leaderhosting.election.role_changes", "{change}", "Terms that this node has begun and ended.");
        TakeoverDuration = meter.CreateHistogram(
            "leaderhosting.election.takeover.duration", "s", "From the moment this node's turn came until all of its services had started.", tags: null, Buckets.Work);
        TermDuration = meter.CreateHistogram(
            "leaderhosting.election.term.duration", "s", "From the beginning of a term until the services were told to stop.", tags: null, Buckets.Terms);
        LeaseRemaining = meter.CreateHistogram(
            "leaderhosting.election.lease.remaining", "s", "What was left of a leader's lease each time it was renewed.", tags: null, Buckets.Leases);
        ServiceStartDuration = meter.CreateHistogram(
            "leaderhosting.service.start.duration", "s", "How long a leader-only service took to start.", tags: null, Buckets.Work);
        ServiceStopDuration = meter.CreateHistogram(
            "leaderhosting.service.stop.duration", "s", "How long a leader-only service took to stop.", tags: null, Buckets.Work);
        StopOverruns = meter.CreateCounter<long>(
            "leaderhosting.service.stop.overruns", "{overrun}", "Terms whose services had not stopped when the stop budget was used up.");
        SessionEvents = meter.CreateCounter<long>(
            "leaderhosting.session.events", "{event}", "What happened to the sessions with ZooKeeper.");
    }

    /// <summary>Whether spans are wanted. The source is asked first, so that a rehearsal, which nobody hears, asks it too.</summary>
    public bool IsTraced => Spans.IsListenedTo && _isHeard;

    /// <summary>Terms begun and ended.</summary>
    public Counter<long> RoleChanges { get; }

    /// <summary>How long it took to take over.</summary>
    public Histogram<double> TakeoverDuration { get; }

    /// <summary>How long terms lasted.</summary>
    public Histogram<double> TermDuration { get; }

    /// <summary>How thin leases became.</summary>
    public Histogram<double> LeaseRemaining { get; }

    /// <summary>How long services took to start.</summary>
    public Histogram<double> ServiceStartDuration { get; }

    /// <summary>How long services took to stop.</summary>
    public Histogram<double> ServiceStopDuration { get; }

    /// <summary>Stops that overran.</summary>
    public Counter<long> StopOverruns { get; }

    /// <summary>What happened to sessions.</summary>
    public Counter<long> SessionEvents { get; }

    /// <summary>Makes instruments that nobody can listen to: those of a meter that has been disposed of are not published.</summary>
    public static LeadershipInstruments CreateUnheard()
    {
        var meter = new Meter(LeadershipDiagnostics.MeterName);
        meter.Dispose();
        return new LeadershipInstruments(meter, isHeard: false);
    }

    /// <summary>Shows an election in the gauges until the returned object is disposed.</summary>
    public IDisposable Observe(ObservedElection election) => _gauges.Add(election);
}
