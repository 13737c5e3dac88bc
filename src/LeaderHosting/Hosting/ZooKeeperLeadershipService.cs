using LeaderHosting.Election;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Hosting;

/// <summary>Runs the elections of the process for as long as the host runs.</summary>
/// <remarks>
/// It begins to connect when the host starts and stands for election once the host has started, so that nothing that leader-only services depend on is
/// missing. When the host stops, the services of all elections are stopped and leadership is handed over, side by side, before any other hosted service is stopped.
/// </remarks>
internal sealed partial class ZooKeeperLeadershipService : BackgroundService, IHostedLifecycleService
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<HostedElection> _elections;
    private readonly SessionHubs _hubs;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<ZooKeeperLeadershipService> _logger;
    private Task? _closing;

    public ZooKeeperLeadershipService(
        ElectionDirectory elections,
        SessionHubs hubs,
        IServiceProvider services,
        IHostApplicationLifetime lifetime,
        ILogger<ZooKeeperLeadershipService> logger)
    {
        _elections = [.. elections.Names.Select(name => new HostedElection(elections[name], ServicesOf(services, name)))];
        _hubs = hubs;
        _lifetime = lifetime;
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Now, so that there may be a session by the time the host has started.
        foreach (var hub in _hubs.All)
        {
            hub.Start();
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => CloseAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(cancellationToken).ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await _hubs.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await HasStartedAsync(stoppingToken).ConfigureAwait(false))
        {
            return;
        }

        foreach (var hosted in _elections)
        {
            hosted.Election.Start(hosted.Services);
        }

        // An election that can't go on is a fault of the service, whatever becomes of the others.
        await foreach (var completion in Task.WhenEach(_elections.Select(static e => e.Election.Completion))
            .WithCancellation(stoppingToken).ConfigureAwait(false))
        {
            await completion.ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<ILeaderOnlyService> ServicesOf(IServiceProvider provider, string election)
    {
        var services = election.Length == 0 ? provider.GetServices<ILeaderOnlyService>() : provider.GetKeyedServices<ILeaderOnlyService>(election);

        // The container's own array, as the case may be; nobody here writes to it.
        return services as ILeaderOnlyService[] ?? [.. services];
    }

    /// <summary>Closes the elections once: a host whose <c>RunAsync</c> sees it being stopped stops it a second time, at the same time.</summary>
    private Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _closing ??= Task.WhenAll(_elections.Select(e => CloseAsync(e.Election, cancellationToken)));
        }
    }

    private async Task CloseAsync(ElectionParticipant election, CancellationToken cancellationToken)
    {
        try
        {
            await election.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            if (election.Board.State.Term is not null)
            {
                LogStillRunning(_logger, election.Board.Status.ElectionPath);
            }
            else
            {
                LogStillQueued(_logger, election.Board.Status.ElectionPath);
            }
        }
    }

    /// <summary>Waits until the host has started; false when it stops before that.</summary>
    private async Task<bool> HasStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = _lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return started.Task.IsCompleted && !stoppingToken.IsCancellationRequested;
    }

    [LoggerMessage(5007, LogLevel.Error,
        "The host's shutdown timeout ended while leader-only services of {Path} were still stopping. The session is left to expire, so that no other node "
        + "leads before that.")]
    private static partial void LogStillRunning(ILogger logger, string path);

    [LoggerMessage(5008, LogLevel.Warning,
        "The host's shutdown timeout ended before this node had given up its place in {Path}; its session is ended instead.")]
    private static partial void LogStillQueued(ILogger logger, string path);
}
