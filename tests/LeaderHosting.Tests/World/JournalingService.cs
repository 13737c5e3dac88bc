namespace LeaderHosting.Tests.World;

/// <summary>A leader-only service that writes down when it runs, and does what a test says while it starts and stops.</summary>
internal sealed class JournalingService(Journal journal, string node, string? name = null) : ILeaderOnlyService
{
    private int _busy;

    /// <summary>What it does while starting; nothing by default.</summary>
    public Func<LeadershipTerm, CancellationToken, Task>? OnStart { get; set; }

    /// <summary>What it does while stopping; nothing by default.</summary>
    public Func<CancellationToken, Task>? OnStop { get; set; }

    /// <summary>The terms it was started in.</summary>
    public List<LeadershipTerm> Terms { get; } = [];

    /// <summary>Whether it is in the middle of something that a test has given it to do.</summary>
    public bool IsBusy => Volatile.Read(ref _busy) != 0;

    public async Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        Terms.Add(term);
        journal.Enter(node, name);
        try
        {
            await RunAsync(OnStart is { } start ? () => start(term, cancellationToken) : null);
        }
        catch
        {
            journal.Leave(node, name);
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        journal.Note(node, Journal.Sentence(name, "stops"));
        try
        {
            await RunAsync(OnStop is { } stop ? () => stop(cancellationToken) : null);
        }
        finally
        {
            journal.Leave(node, name);
        }
    }

    private async Task RunAsync(Func<Task>? work)
    {
        if (work is null)
        {
            return;
        }

        Interlocked.Increment(ref _busy);
        try
        {
            await work();
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }
}
