using LeaderHosting.Tests.World;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Tests.Services;

/// <summary>A background service with all steps of a host, which writes them down and does in its run what a test says.</summary>
internal sealed class JournalingHostedService(Journal journal, string name, Func<CancellationToken, Task> run)
    : BackgroundService, IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>What it does before it has started.</summary>
    public Func<Task>? OnStart { get; init; }

    /// <summary>What it does when it is disposed of.</summary>
    public Action? OnDispose { get; init; }

    public Task StartingAsync(CancellationToken cancellationToken) => NoteAsync("starting");

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await NoteAsync("start");
        await base.StartAsync(cancellationToken);
        await (OnStart?.Invoke() ?? Task.CompletedTask);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => NoteAsync("started");

    public Task StoppingAsync(CancellationToken cancellationToken) => NoteAsync("stopping");

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await NoteAsync("stop");
        await base.StopAsync(cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => NoteAsync("stopped");

    public ValueTask DisposeAsync()
    {
        Dispose();
        journal.Note(name, "disposed");
        OnDispose?.Invoke();
        return default;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        journal.Enter("a", name);
        try
        {
            await run(stoppingToken);
        }
        finally
        {
            journal.Leave("a", name);
        }
    }

    private Task NoteAsync(string what)
    {
        journal.Note(name, what);
        return Task.CompletedTask;
    }
}
