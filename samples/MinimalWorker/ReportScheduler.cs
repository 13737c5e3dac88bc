using LeaderHosting;

namespace MinimalWorker;

/// <summary>Does once a second what only the master may do.</summary>
internal sealed class ReportScheduler(ILogger<ReportScheduler> logger) : LeaderBackgroundService
{
    protected override async Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(1000, stoppingToken);
            term.ThrowIfLost();
            logger.LogInformation("Reporting under term {Term}, token {Token}.", term.Number, term.FencingToken);
        }
    }
}
