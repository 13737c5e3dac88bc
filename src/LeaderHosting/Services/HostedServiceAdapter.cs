using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Services;

/// <summary>Runs a hosted service on the leader alone: a new instance each term, in a scope that knows the term and ends with it.</summary>
/// <typeparam name="T">The hosted service, registered as a keyed scoped service with the name of the election.</typeparam>
internal sealed class HostedServiceAdapter<T> : ILeaderOnlyLifecycleService, ILongRunningService, IServiceAdapter
    where T : class, IHostedService
{
    private readonly IServiceScopeFactory _scopes;
    private readonly string _election;
    private readonly WeakReference<T?> _last = new(null);
    private AsyncServiceScope? _scope;
    private T? _service;
    private bool _hasStarted;

    /// <param name="scopes">Makes the scopes.</param>
    /// <param name="election">The name of the election; empty for the unnamed one.</param>
    public HostedServiceAdapter(IServiceScopeFactory scopes, string election)
    {
        _scopes = scopes;
        _election = election;
    }

    /// <inheritdoc/>
    public Type ServiceType => typeof(T);

    /// <inheritdoc/>
    public Task? Run => (_service as BackgroundService)?.ExecuteTask;

    /// <inheritdoc/>
    public async Task StartingAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        var scope = _scopes.CreateAsyncScope();
        try
        {
            scope.ServiceProvider.GetRequiredService<TermScope>().Term = term;
            var service = scope.ServiceProvider.GetRequiredKeyedService<T>(_election);
            ThrowIfUsedBefore(service);
            if (service is IHostedLifecycleService lifecycle)
            {
                await lifecycle.StartingAsync(cancellationToken).ConfigureAwait(false);
            }

            _service = service;
            _scope = scope;
        }
        catch
        {
            await scope.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        // The term's own token: so a BackgroundService is told to stop the moment its term ends, whoever is stopped before it.
        await _service!.StartAsync(term.CancellationToken).ConfigureAwait(false);
        _hasStarted = true;
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) =>
        _service is IHostedLifecycleService lifecycle ? lifecycle.StartedAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        _service is IHostedLifecycleService lifecycle ? lifecycle.StoppingAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _service!.StopAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await RunEndAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_hasStarted && _service is IHostedLifecycleService lifecycle)
            {
                await lifecycle.StoppedAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the run has ended. A failure of it was reported when it happened.</summary>
    /// <remarks>
    /// <see cref="BackgroundService.StopAsync"/> returns when its token is cancelled, whether or not the run has ended; and a service that is said to have
    /// stopped must have stopped.
    /// </remarks>
    private async Task RunEndAsync()
    {
        if (Run is { } run)
        {
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EndAsync()
    {
        // One that failed to start may have begun its run before that.
        await RunEndAsync().ConfigureAwait(false);

        var scope = _scope;
        _service = null;
        _scope = null;
        _hasStarted = false;
        if (scope is { } ending)
        {
            await ending.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A factory that hands out what exists already: the scope of its first term has disposed of it.</summary>
    private void ThrowIfUsedBefore(T service)
    {
        if (_last.TryGetTarget(out var last) && ReferenceEquals(last, service))
        {
            throw new InvalidOperationException(
                $"The factory given to AddHostedService for {typeof(T).Name} returned the instance of an earlier term, which was disposed of at the end of that term. "
                + $"It must make a new one each time, or be registered as an {nameof(ILeaderOnlyService)} with AddService.");
        }

        _last.SetTarget(service);
    }
}
