using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Hosting;

/// <summary>
/// Warns, when the host starts, of services that were given to an election and to the host as well, and of factories that are not used since the election has the
/// class already.
/// </summary>
internal sealed partial class AddedTwiceCheck : IHostedService
{
    private readonly IServiceProvider _services;
    private readonly IEnumerable<LeaderHostedService> _leaderOnly;
    private readonly IEnumerable<IgnoredFactory> _ignored;
    private readonly ILogger<AddedTwiceCheck> _logger;

    public AddedTwiceCheck(
        IServiceProvider services, IEnumerable<LeaderHostedService> leaderOnly, IEnumerable<IgnoredFactory> ignored, ILogger<AddedTwiceCheck> logger)
    {
        _services = services;
        _leaderOnly = leaderOnly;
        _ignored = ignored;
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Asked for only now: this is one of them. The host has them all by now, and the container hands out the same again.
        var hosted = _services.GetServices<IHostedService>().Select(static s => s.GetType()).ToHashSet();
        foreach (var service in _leaderOnly.Where(s => hosted.Contains(s.ServiceType)))
        {
            LogHostedTwice(_logger, service.ServiceType.Name, Describe(service.Election));
        }

        foreach (var factory in _ignored.Distinct())
        {
            LogIgnoredFactory(_logger, factory.ServiceType.Name, Describe(factory.Election));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string Describe(string election) => election.Length == 0 ? "the election" : $"the election '{election}'";

    [LoggerMessage(5050, LogLevel.Warning,
        "{Service} was added to {Election} and to the host as well, so it runs on every node, master or not. To run it on the master alone, remove its "
        + "services.AddHostedService.")]
    private static partial void LogHostedTwice(ILogger logger, string service, string election);

    [LoggerMessage(5056, LogLevel.Warning,
        "{Service} was added to {Election} once more, with a factory that is never called: a class runs once in an election. If both are to run, give the second a "
        + "class of its own.")]
    private static partial void LogIgnoredFactory(ILogger logger, string service, string election);
}
