namespace LeaderHosting.TestNode;

/// <summary>A leader-only background service that reports its runs; they go on, end or throw as the options say.</summary>
internal sealed class RecordingBackgroundService(NodeOptions options, EventWriter events) : LeaderBackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken)
    {
        events.Write($"RUN {term.Number} {term.FencingToken}");
        try
        {
            await Task.Delay(options.Run is RunBehavior.Forever ? Timeout.InfiniteTimeSpan : options.RunTakes, stoppingToken);
            if (options.Run is RunBehavior.Fails)
            {
                throw new InvalidOperationException("The background service was told to fail.");
            }
        }
        finally
        {
            events.Write($"RUNEND {term.Number} {term.FencingToken}");
        }
    }
}
