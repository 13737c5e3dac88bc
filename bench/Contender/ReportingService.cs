namespace LeaderHosting.Bench.Contender;

/// <summary>The work that only the leader does: it tells when it starts and when it has stopped.</summary>
internal sealed class ReportingService(string id, EventWriter events) : ILeaderOnlyService
{
    /// <inheritdoc/>
    public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        events.Write($"{id} LEADER");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        events.Write($"{id} LEAVING");
        return Task.CompletedTask;
    }
}
