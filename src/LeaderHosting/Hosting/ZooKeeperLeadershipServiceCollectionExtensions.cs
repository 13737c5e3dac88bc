using LeaderHosting;
using LeaderHosting.Coordination;
using LeaderHosting.Coordination.ZooKeeper;
using LeaderHosting.Election;
using LeaderHosting.Health;
using LeaderHosting.Hosting;
using LeaderHosting.Lease;
using LeaderHosting.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds leader election on ZooKeeper to a host.</summary>
public static class ZooKeeperLeadershipServiceCollectionExtensions
{
    /// <summary>What everything but the client logs under; the client has its own name.</summary>
    private const string LogCategory = "LeaderHosting";

    /// <summary>
    /// Makes this process a candidate in a leader election, and runs every registered <see cref="ILeaderOnlyService"/> while it leads. The settings are
    /// read from the configuration section <c>ZooKeeperLeadership</c>. Also registers <see cref="ILeadership"/> and the health check
    /// <c>leadership</c>, tagged the same.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>A builder for further settings of this election.</returns>
    /// <remarks>A second call for the same election only adds its settings.</remarks>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if the settings are not valid.</exception>
    public static ILeadershipBuilder AddZooKeeperLeadership(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<ZooKeeperLeadershipOptions>()
            .Configure<IConfiguration>(static (options, configuration) =>
                ZooKeeperLeadershipOptionsBinder.Bind(configuration.GetSection(ZooKeeperLeadershipOptions.SectionName), options));
        return AddElection(services, ZooKeeperLeadershipOptions.SectionName);
    }

    /// <summary>As <see cref="AddZooKeeperLeadership(IServiceCollection)"/>, with settings in code on top of the configuration section.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Changes the settings; what it leaves alone comes from the section <c>ZooKeeperLeadership</c>.</param>
    /// <returns>A builder for further settings of this election.</returns>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if the settings are not valid.</exception>
    public static ILeadershipBuilder AddZooKeeperLeadership(
        this IServiceCollection services, Action<ZooKeeperLeadershipOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        var builder = AddZooKeeperLeadership(services);
        services.Configure(configure);
        return builder;
    }

    /// <summary>As <see cref="AddZooKeeperLeadership(IServiceCollection)"/>, with the settings read from another configuration section.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="section">The section.</param>
    /// <returns>A builder for further settings of this election.</returns>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if the settings are not valid.</exception>
    public static ILeadershipBuilder AddZooKeeperLeadership(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);

        services.Configure<ZooKeeperLeadershipOptions>(options => ZooKeeperLeadershipOptionsBinder.Bind(section, options));
        return AddElection(services, section.Path);
    }

    private static LeadershipBuilder AddElection(IServiceCollection services, string sectionPath)
    {
        var builder = new LeadershipBuilder(Options.Options.DefaultName, services);
        if (services.Any(static service => service.ServiceType == typeof(LeadershipOptionsSource)))
        {
            return builder;
        }

        services.AddSingleton(new LeadershipOptionsSource(builder.Name, sectionPath));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<ZooKeeperLeadershipOptions>, ZooKeeperLeadershipOptionsDefaults>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ZooKeeperLeadershipOptions>, ZooKeeperLeadershipOptionsValidator>());
        services.AddOptions<ZooKeeperLeadershipOptions>().ValidateOnStart();

        services.TryAddSingleton<ICoordinationSessionFactory>(static provider => new ZooKeeperSessionFactory(
            provider.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value,
            provider.GetRequiredService<ILoggerFactory>(),
            ClockOf(provider)));
        services.AddSingleton(static provider => new SessionHub(
            provider.GetRequiredService<ICoordinationSessionFactory>(),
            ClockOf(provider),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory),
            provider.GetService<SessionLeaseFactory>()));
        services.AddSingleton(CreateElection);
        services.AddSingleton<ILeadership, Leadership>();
        services.AddHostedService<ZooKeeperLeadershipService>();
        services.AddHealthChecks().AddCheck<LeadershipHealthCheck>(LeadershipHealthCheck.Name, tags: [LeadershipHealthCheck.Name]);
        return builder;
    }

    private static ElectionParticipant CreateElection(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value;
        var lifetime = provider.GetRequiredService<IHostApplicationLifetime>();
        return new ElectionParticipant(
            new ElectionSettings
            {
                Name = Options.Options.DefaultName,
                Path = options.ElectionPath!,
                NodeName = options.NodeName!,
                Candidate = options.Candidate,
                StopBudget = options.StopBudget,
                StopOverrun = options.StopOverrun,
                ServiceFault = options.ServiceFault,
                AdvertisedUrl = options.AdvertisedUrl,
            },
            provider.GetRequiredService<SessionHub>(),
            new HostControl(() => _ = Task.Run(lifetime.StopApplication), Environment.FailFast),
            ClockOf(provider),
            new ElectionLog(provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory)));
    }

    /// <summary>The application's clock if it brings one of its own, otherwise one that does not stand still while the machine sleeps.</summary>
    private static TimeProvider ClockOf(IServiceProvider provider) =>
        provider.GetService<TimeProvider>() is { } own && own != TimeProvider.System ? own : LeaseTimeProvider.Instance;
}
