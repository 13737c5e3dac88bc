using LeaderHosting;
using LeaderHosting.Testing;
using LeaderHosting.Testing.Embedded;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a ZooKeeper server for development to a host.</summary>
public static class EmbeddedZooKeeperServiceCollectionExtensions
{
    /// <summary>
    /// Runs a ZooKeeper server for development inside this process, on the loopback interface and in memory, unless
    /// <c>ZooKeeperLeadership:ConnectionString</c> names others. Of all processes on the machine, the first one hosts it and the others connect to it; when that one ends,
    /// another takes over with an empty server, sessions begin anew, and a new master is elected after one session timeout.
    /// </summary>
    /// <param name="services">The services of the host; before or after <c>AddZooKeeperLeadership()</c>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <remarks>
    /// The settings are read from the configuration section <c>EmbeddedZooKeeper</c>. Fencing tokens go on growing from one server to the next, as
    /// long as the machine's clock is not set back. Where the environment is Production the host fails to start, unless
    /// <see cref="EmbeddedZooKeeperOptions.AllowInProduction"/> is set.
    /// </remarks>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if a setting is wrong or the environment is Production.</exception>
    public static IServiceCollection AddEmbeddedZooKeeper(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<EmbeddedZooKeeperOptions>().BindConfiguration(EmbeddedZooKeeperOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<EmbeddedZooKeeperOptions>, EmbeddedZooKeeperOptionsValidator>());

        services.TryAddSingleton<EmbeddedZooKeeperConnection>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ZooKeeperLeadershipOptions>, EmbeddedZooKeeperConnection>(
            static provider => provider.GetRequiredService<EmbeddedZooKeeperConnection>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ZooKeeperLeadershipOptions>, EmbeddedZooKeeperConnection>(
            static provider => provider.GetRequiredService<EmbeddedZooKeeperConnection>()));
        services.AddHostedService<EmbeddedZooKeeperService>();
        return services;
    }

    /// <summary>As <see cref="AddEmbeddedZooKeeper(IServiceCollection)"/>, with settings in code on top of the configuration section.</summary>
    /// <param name="services">The services of the host; before or after <c>AddZooKeeperLeadership()</c>.</param>
    /// <param name="configure">Changes the settings; what it leaves alone comes from the section <c>EmbeddedZooKeeper</c>.</param>
    /// <returns><paramref name="services"/>.</returns>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if a setting is wrong or the environment is Production.</exception>
    public static IServiceCollection AddEmbeddedZooKeeper(this IServiceCollection services, Action<EmbeddedZooKeeperOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        services.AddEmbeddedZooKeeper();
        services.Configure(configure);
        return services;
    }
}
