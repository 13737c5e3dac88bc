using System.Diagnostics.Metrics;

namespace LeaderHosting.Diagnostics;

/// <summary>What is so at the instant somebody looks: one measurement for each election of the host.</summary>
/// <remarks>Thread-safe. An observable instrument would be there twice if every election made its own.</remarks>
internal sealed class ElectionGauges
{
    private readonly Lock _lock = new();
    private readonly List<ObservedElection> _elections = [];

    public ElectionGauges(Meter meter)
    {
        meter.CreateObservableGauge(
            "leaderhosting.election.leader",
            () => Measure(static e => e.Board.Term is { IsValid: true } ? 1 : 0),
            "{leader}",
            "1 while this node leads, under a lease that holds at this very instant; otherwise 0.");
        meter.CreateObservableGauge(
            "leaderhosting.election.candidate",
            () => Measure(static e => e.Board.State.Candidate is not null ? 1 : 0),
            "{candidate}",
            "1 while this node has a place in the queue, the leader's included; otherwise 0.");
        meter.CreateObservableGauge(
            "leaderhosting.election.connected",
            () => Measure(static e => e.Hub.Status.Connection == LeadershipConnection.Connected ? 1 : 0),
            "{connection}",
            "1 while the session of the election has a connection; otherwise 0.");
        meter.CreateObservableGauge(
            "leaderhosting.election.session.timeout",
            () => Measure(static e => e.Hub.Status.Timeout.TotalSeconds),
            "s",
            "The session timeout that the servers have granted; before the first connection the one to be asked for.");
    }

    /// <summary>Shows an election until the returned object is disposed.</summary>
    public IDisposable Add(ObservedElection election)
    {
        lock (_lock)
        {
            _elections.Add(election);
        }

        return new Removal(this, election);
    }

    private void Remove(ObservedElection election)
    {
        lock (_lock)
        {
            _elections.Remove(election);
        }
    }

    private List<Measurement<T>> Measure<T>(Func<ObservedElection, T> value)
        where T : struct
    {
        lock (_lock)
        {
            return _elections.ConvertAll(e => new Measurement<T>(value(e), e.Tags.Span));
        }
    }

    private sealed class Removal(ElectionGauges gauges, ObservedElection election) : IDisposable
    {
        public void Dispose() => gauges.Remove(election);
    }
}
