using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Chaos.Node;

/// <summary>Reports each change of the election's phase on this node.</summary>
internal sealed class PhaseReporter(ILeadership leadership, EventWriter events) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LeadershipPhase? reported = null;
        try
        {
            await foreach (var status in leadership.WatchAsync(stoppingToken))
            {
                if (status.Phase != reported)
                {
                    reported = status.Phase;
                    events.Write($"PHASE {reported}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }
}
