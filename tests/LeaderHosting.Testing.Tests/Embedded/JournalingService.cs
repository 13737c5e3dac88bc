namespace LeaderHosting.Testing.Tests.Embedded;

/// <summary>Notes its starts and stops.</summary>
internal sealed class JournalingService(string node, TermJournal journal) : ILeaderOnlyService
{
    private LeadershipTerm? _term;

    /// <summary>Runs in each stop, before it is noted.</summary>
    public Func<Task> OnStop { get; set; } = static () => Task.CompletedTask;

    public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        _term = term;
        journal.Add(node, term, started: true);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await OnStop();
        journal.Add(node, _term!, started: false);
    }
}
