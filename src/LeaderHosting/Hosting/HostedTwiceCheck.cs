using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Hosting;

/// <summary>Warns, when the host starts, of services that were given to an election and to the host as well.</summary>
internal sealed partial class HostedTwiceCheck : IHostedService
{
    private readonly IServiceProvider _services;
    private readonly IEnumerable<LeaderHostedService> _leaderOnly;
    private readonly ILogger<HostedTwiceCheck> _logger;

    public HostedTwiceCheck(IServiceProvider services, IEnumerable<LeaderHostedService> leaderOnly, ILogger<HostedTwiceCheck> logger)
    {
        _services = services;
        _leaderOnly = leaderOnly;
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Asked for only now: this is one of them. The host has them all by now, and the container hands out the same again.
        var hosted = _services.GetServices<IHostedService>().Select(static s => s.GetType()).ToHashSet();
        foreach (var service in _leaderOnly.Where(s => hosted.Contains(s.ServiceType)))
        {
            LogHostedTwice(_logger, service.ServiceType.Name, service.Election.Length == 0 ? "the election" : $"the election '{service.Election}'");
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(5050, LogLevel.Warning,
        "{Service} was added to {Election} and to the host as well, so it runs on every node, master or not. To run it on the master alone, remove its "
        + "services.AddHostedService.")]
    private static partial void LogHostedTwice(ILogger logger, string service, string election);
}
