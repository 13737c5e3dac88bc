using LeaderHosting;
using LeaderHosting.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds leader election on ZooKeeper to a host.</summary>
public static class ZooKeeperLeadershipServiceCollectionExtensions
{
    /// <summary>
    /// Makes this process a candidate in a leader election, and runs every registered <see cref="ILeaderOnlyService"/> while it leads. The settings are
    /// read from the configuration section <c>ZooKeeperLeadership</c>. Also registers <see cref="ILeadership"/> and the health check
    /// <c>leadership</c>, tagged the same.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <returns>A builder for further settings of this election.</returns>
    /// <remarks>
    /// A second call only adds its settings. Of two sections the one added later counts, and settings in code stay on top of all sections, whichever was added first.
    /// </remarks>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if the settings are not valid.</exception>
    public static ILeadershipBuilder AddZooKeeperLeadership(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        return ElectionRegistration.Add(services, LeadershipOptionsSource.Unnamed);
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
        ElectionRegistration.Configure(services, Options.Options.DefaultName, configure);
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

        return ElectionRegistration.Add(services, new LeadershipOptionsSource("", section.Path), section);
    }

    /// <summary>
    /// Adds an election with a name of its own, beside the unnamed one or without it. Its services are registered with the returned builder; its
    /// <see cref="ILeadership"/> is a keyed service: <c>[FromKeyedServices("billing")] ILeadership</c>. Its settings are read from the section
    /// <c>ZooKeeperLeadership:Elections:&lt;name&gt;</c>; what is not set there, but for the election path, is taken from <c>ZooKeeperLeadership</c>. Also registers the
    /// health check <c>leadership:&lt;name&gt;</c>, tagged <c>leadership</c>.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">The name: 1 to 128 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</param>
    /// <returns>A builder for the services and further settings of this election.</returns>
    /// <remarks>
    /// Elections with the same servers, session timeout, credentials and ACL share one ZooKeeper session and one lease proof, however many they are. A second call with the same name only adds its
    /// settings.
    /// </remarks>
    /// <exception cref="ArgumentException">The name is not valid, or differs from another election's only in case.</exception>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if the settings are not valid, or if two elections have the same path.</exception>
    public static ILeadershipBuilder AddZooKeeperLeadership(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ElectionNameRule.ThrowIfInvalid(name);

        return ElectionRegistration.Add(services, LeadershipOptionsSource.Named(name));
    }

    /// <summary>As <see cref="AddZooKeeperLeadership(IServiceCollection, string)"/>, with settings in code on top of the configuration.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Changes the settings of this election.</param>
    /// <returns>A builder for the services and further settings of this election.</returns>
    /// <exception cref="ArgumentException">The name is not valid, or differs from another election's only in case.</exception>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if the settings are not valid, or if two elections have the same path.</exception>
    public static ILeadershipBuilder AddZooKeeperLeadership(
        this IServiceCollection services, string name, Action<ZooKeeperLeadershipOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        var builder = AddZooKeeperLeadership(services, name);
        ElectionRegistration.Configure(services, name, configure);
        return builder;
    }

    /// <summary>As <see cref="AddZooKeeperLeadership(IServiceCollection, string)"/>, with the settings read from another configuration section, and from that alone.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="name">The name.</param>
    /// <param name="section">The section.</param>
    /// <returns>A builder for the services and further settings of this election.</returns>
    /// <exception cref="ArgumentException">The name is not valid, or differs from another election's only in case.</exception>
    /// <exception cref="OptionsValidationException">Thrown when the host starts, if the settings are not valid, or if two elections have the same path.</exception>
    public static ILeadershipBuilder AddZooKeeperLeadership(this IServiceCollection services, string name, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        ElectionNameRule.ThrowIfInvalid(name);

        return ElectionRegistration.Add(services, new LeadershipOptionsSource(name, section.Path), section);
    }
}
