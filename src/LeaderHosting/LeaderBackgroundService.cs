using LeaderHosting.Diagnostics;
using LeaderHosting.Services;

namespace LeaderHosting;

/// <summary>
/// Base class of a long-running leader-only service: <see cref="ExecuteAsync"/> runs once per term, as
/// <c>BackgroundService.ExecuteAsync</c> runs once per host.
/// </summary>
/// <remarks>
/// <see cref="ExecuteAsync"/> may return before the term ends; that is logged and the node goes on leading. When it throws, what happens is
/// <see cref="ZooKeeperLeadershipOptions.ServiceFault"/>'s to say: by default this node hands leadership on.
/// </remarks>
public abstract class LeaderBackgroundService : ILeaderOnlyService, ILongRunningService, IDisposable
{
    private Task? _executeTask;
    private CancellationTokenSource? _stopping;

    /// <summary>The run of the present term, or of the last one; <see langword="null"/> before the first.</summary>
    public virtual Task? ExecuteTask => _executeTask;

    Task? ILongRunningService.Run => ExecuteTask;

    /// <inheritdoc/>
    public virtual Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(term);

        _stopping?.Dispose();
        var stopping = CancellationTokenSource.CreateLinkedTokenSource(term.CancellationToken);
        _stopping = stopping;

        // On the thread pool even when the implementation blocks before its first await; and what it traces in a term that lasts for days is no part of the start.
        using (Spans.Under(null))
        {
            _executeTask = Task.Run(() => ExecuteAsync(term, stopping.Token), CancellationToken.None);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_executeTask is not { } run)
        {
            return;
        }

        await _stopping!.CancelAsync().ConfigureAwait(false);

        // Never returns while the work still runs, even when the budget is used up: a service that is said to have stopped has stopped.
        // A failure of the run was reported when it happened.
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Tells the present run to stop and does not wait for it. May be called more than once, and before <see cref="StopAsync"/>.</summary>
    /// <remarks>A container disposes of a service once for each registration that hands it out.</remarks>
    public virtual void Dispose()
    {
        // Not disposed of, so that everything may be called afterwards. It holds nothing: the end of the term takes it off the term's token.
        _stopping?.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <summary>The work of one term.</summary>
    /// <param name="term">The term: check <see cref="LeadershipTerm.ThrowIfLost"/> before acts that must not be done twice.</param>
    /// <param name="stoppingToken">Cancelled when the work has to stop; the method should then return or throw quickly.</param>
    /// <returns>A task that completes when the work is done or was stopped.</returns>
    protected abstract Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken);
}
