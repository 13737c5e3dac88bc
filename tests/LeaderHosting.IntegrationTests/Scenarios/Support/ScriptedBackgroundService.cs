namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>A leader-only background service whose run is the test's to write.</summary>
internal sealed class ScriptedBackgroundService(Func<LeadershipTerm, CancellationToken, Task> run) : LeaderBackgroundService
{
    private int _runCount;

    /// <summary>How many runs have begun.</summary>
    public int RunCount => Volatile.Read(ref _runCount);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken)
    {
        Interlocked.Increment(ref _runCount);
        return run(term, stoppingToken);
    }
}
