using LeaderHosting;
using LeaderHosting.Coordination;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts another ZooKeeper client under the election.</summary>
public static class CoordinationLeadershipBuilderExtensions
{
    /// <summary>Runs the election on sessions of another client than LeaderHosting's own.</summary>
    /// <param name="builder">What <c>AddZooKeeperLeadership</c> returned.</param>
    /// <param name="createFactory">
    /// Makes what makes the sessions. It is given the clock that the election counts by: all timestamps of its sessions must be this clock's.
    /// </param>
    /// <returns>The same builder.</returns>
    public static ILeadershipBuilder UseCoordination(
        this ILeadershipBuilder builder, Func<IServiceProvider, TimeProvider, ICoordinationSessionFactory> createFactory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(createFactory);

        builder.Services.Replace(ServiceDescriptor.Singleton(services =>
            createFactory(services, ZooKeeperLeadershipServiceCollectionExtensions.ClockOf(services))));
        return builder;
    }
}
