using LeaderHosting.Diagnostics;
using LeaderHosting.Health;
using LeaderHosting.Rehearsal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Hosting;

/// <summary>Registers what an election needs in a container.</summary>
internal static class ElectionRegistration
{
    /// <summary>Adds an election, or a further source of settings to one that was added before.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="source">The election's name and where its settings are.</param>
    /// <param name="section">The section that holds them; <see langword="null"/> if the host's configuration has it.</param>
    public static LeadershipBuilder Add(IServiceCollection services, LeadershipOptionsSource source, IConfigurationSection? section = null)
    {
        var registry = RegistryOf(services);
        if (registry.Add(source, section))
        {
            AddElection(services, source.Name);
        }

        return new LeadershipBuilder(source.Name, services);
    }

    /// <summary>Adds settings in code.</summary>
    /// <remarks>The framework's methods also see to it, each time, that what every kind of options needs is there: of a thousand elections each would look through the whole collection some dozens of times.</remarks>
    public static void Configure<TOptions>(IServiceCollection services, string name, Action<TOptions> configure)
        where TOptions : class =>
        services.AddSingleton<IConfigureOptions<TOptions>>(new ConfigureNamedOptions<TOptions>(name, configure));

    private static void AddElection(IServiceCollection services, string name)
    {
        if (name.Length == 0)
        {
            services.AddSingleton<ILeadership>(static provider => new Leadership(provider.GetRequiredService<ElectionDirectory>()[""]));
        }
        else
        {
            services.AddKeyedSingleton<ILeadership>(name, static (provider, key) => new Leadership(provider.GetRequiredService<ElectionDirectory>()[(string)key!]));
        }
    }

    /// <summary>Adds the checks of all elections.</summary>
    private static void AddHealthChecks(HealthCheckServiceOptions options, ElectionRegistry registry)
    {
        foreach (var name in registry.Names)
        {
            options.Registrations.Add(new HealthCheckRegistration(
                LeadershipHealthCheck.NameOf(name),
                provider => new LeadershipHealthCheck(name.Length == 0 ? provider.GetRequiredService<ILeadership>() : provider.GetRequiredKeyedService<ILeadership>(name)),
                failureStatus: null,
                tags: [LeadershipHealthCheck.Tag]));
        }
    }

    /// <summary>The elections added so far; with the first, what all of them share is registered.</summary>
    private static ElectionRegistry RegistryOf(IServiceCollection services)
    {
        if (services.FirstOrDefault(static s => s.ServiceType == typeof(ElectionRegistry))?.ImplementationInstance is ElectionRegistry known)
        {
            return known;
        }

        var registry = new ElectionRegistry();
        services.AddSingleton(registry);
        services.AddOptions();
        services.AddHealthChecks();
        Configure<HealthCheckServiceOptions>(services, Options.DefaultName, options => AddHealthChecks(options, registry));
        services.TryAddTransient<IOptionsFactory<ZooKeeperLeadershipOptions>, ZooKeeperLeadershipOptionsFactory>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<ZooKeeperLeadershipOptions>, ZooKeeperLeadershipOptionsDefaults>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ZooKeeperLeadershipOptions>, ZooKeeperLeadershipOptionsValidator>());
        services.AddMetrics();
        services.AddSingleton<LeadershipInstruments>();
        services.AddSingleton<SessionHubs>();
        services.AddSingleton<TakeoverRehearsal>();
        services.AddSingleton<ElectionDirectory>();
        services.AddHostedService<ZooKeeperLeadershipService>();
        services.AddHostedService(provider => new StrayServicesCheck(services, registry, provider.GetRequiredService<ILogger<StrayServicesCheck>>()));
        return registry;
    }
}
