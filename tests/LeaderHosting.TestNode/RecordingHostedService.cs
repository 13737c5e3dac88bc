using Microsoft.Extensions.Hosting;

namespace LeaderHosting.TestNode;

/// <summary>A hosted service that only the leader runs. It reports its making, its run and its steps; the run may pay no heed to its token for a while.</summary>
internal sealed class RecordingHostedService : BackgroundService, IHostedLifecycleService
{
    /// <summary>What it is called in the events.</summary>
    public const string Name = "hosted";

    private static int Made;

    private readonly LeadershipTerm _term;
    private readonly NodeOptions _options;
    private readonly EventWriter _events;

    public RecordingHostedService(LeadershipTerm term, NodeOptions options, EventWriter events)
    {
        _term = term;
        _options = options;
        _events = events;
        _ = Step($"made-{Interlocked.Increment(ref Made)}");
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Step("starting");

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Step("started");

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Step("stopping");

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Step("stopped");

    /// <inheritdoc/>
    public override void Dispose()
    {
        _ = Step("disposed");
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _events.Write($"START {_term.Number} {_term.FencingToken} {Name}");
        await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(_options.StopTakes, CancellationToken.None);
        _events.Write($"STOP {_term.Number} {_term.FencingToken} {Name}");
    }

    private Task Step(string step)
    {
        _events.Write($"STEP {_term.Number} {_term.FencingToken} {step}");
        return Task.CompletedTask;
    }
}
