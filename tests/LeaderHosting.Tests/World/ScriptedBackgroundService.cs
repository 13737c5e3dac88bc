namespace LeaderHosting.Tests.World;

/// <summary>A background service that does what a test says.</summary>
internal sealed class ScriptedBackgroundService(Func<LeadershipTerm, CancellationToken, Task> run) : LeaderBackgroundService
{
    protected override Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken) => run(term, stoppingToken);
}
