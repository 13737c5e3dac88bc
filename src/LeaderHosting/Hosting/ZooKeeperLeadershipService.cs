using LeaderHosting.Election;
using LeaderHosting.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Hosting;

/// <summary>Runs an election for as long as the host runs.</summary>
/// <remarks>
/// It begins to connect when the host starts and stands for election once the host has started, so that nothing that leader-only services depend on is
/// missing. When the host stops, the services are stopped and leadership is handed over before any other hosted service is stopped.
/// </remarks>
internal sealed partial class ZooKeeperLeadershipService : BackgroundService, IHostedLifecycleService
{
    private readonly Lock _lock = new();
    private readonly ElectionParticipant _election;
    private readonly SessionHub _hub;
    private readonly IReadOnlyList<ILeaderOnlyService> _services;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly ILogger<ZooKeeperLeadershipService> _logger;
    private Task? _closing;

    public ZooKeeperLeadershipService(
        ElectionParticipant election,
        SessionHub hub,
        IEnumerable<ILeaderOnlyService> services,
        IHostApplicationLifetime lifetime,
        ILogger<ZooKeeperLeadershipService> logger)
    {
        _election = election;
        _hub = hub;
        _services = [.. services];
        _lifetime = lifetime;
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => CloseAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await CloseAsync(cancellationToken).ConfigureAwait(false);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await _hub.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _hub.Start();

        if (await HasStartedAsync(stoppingToken).ConfigureAwait(false))
        {
            _election.Start(_services);
            await _election.Completion.WaitAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes the election once: a host whose <c>RunAsync</c> sees it being stopped stops it a second time, at the same time.</summary>
    private Task CloseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _closing ??= CloseOnceAsync(cancellationToken);
        }
    }

    private async Task CloseOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _election.CloseAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogStillRunning(_logger, _election.Board.Status.ElectionPath);
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
}
