using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Hosting;

/// <summary>Warns, when the host starts, of leader-only services that belong to no election: the name that they are keyed by is most likely misspelt.</summary>
internal sealed partial class StrayServicesCheck : IHostedService
{
    private readonly IServiceCollection _services;
    private readonly ElectionRegistry _elections;
    private readonly ILogger<StrayServicesCheck> _logger;

    /// <param name="services">Everything that was registered.</param>
    /// <param name="elections">The elections of the process.</param>
    /// <param name="logger">Takes the warnings.</param>
    public StrayServicesCheck(IServiceCollection services, ElectionRegistry elections, ILogger<StrayServicesCheck> logger)
    {
        _services = services;
        _elections = elections;
        _logger = logger;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var names = _elections.Names.ToHashSet(StringComparer.Ordinal);
        foreach (var service in _services.Where(static s => s.ServiceType == typeof(ILeaderOnlyService)))
        {
            if (ElectionOf(service) is { } election && !names.Contains(election))
            {
                LogStray(_logger, NameOf(service), Describe(election), string.Join(", ", names.Select(Describe)));
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The name of the election that would run a service; <see langword="null"/> when it is keyed by something that is no name.</summary>
    private static string? ElectionOf(ServiceDescriptor service) => service.IsKeyedService ? service.ServiceKey as string : "";

    private static string NameOf(ServiceDescriptor service)
    {
        var (type, instance) = service.IsKeyedService
            ? (service.KeyedImplementationType, service.KeyedImplementationInstance)
            : (service.ImplementationType, service.ImplementationInstance);
        return (type ?? instance?.GetType())?.Name ?? "What a factory makes";
    }

    private static string Describe(string election) => election.Length == 0 ? "the unnamed election" : $"'{election}'";

    [LoggerMessage(5055, LogLevel.Warning,
        "{Service} is registered as a leader-only service of {Election}, which is not added, so it never runs. Added with AddZooKeeperLeadership are: {Added}.")]
    private static partial void LogStray(ILogger logger, string service, string election, string added);
}
