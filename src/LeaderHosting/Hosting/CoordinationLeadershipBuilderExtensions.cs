using LeaderHosting;
using LeaderHosting.Coordination;
using LeaderHosting.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts another ZooKeeper client under an election.</summary>
public static class CoordinationLeadershipBuilderExtensions
{
    /// <summary>Runs the election on sessions of another client than LeaderHosting's own.</summary>
    /// <param name="builder">What <c>AddZooKeeperLeadership</c> returned.</param>
    /// <param name="createFactory">
    /// Makes what makes the sessions. Elections that are given the same delegate and the same servers, session timeout, credentials and ACL share one factory.
    /// </param>
    /// <returns>The same builder. Of several calls for one election the last one counts.</returns>
    public static ILeadershipBuilder UseCoordination(
        this ILeadershipBuilder builder, Func<CoordinationFactoryContext, ICoordinationSessionFactory> createFactory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(createFactory);

        builder.Services.AddSingleton(new CoordinationSource(builder.Name, createFactory));
        return builder;
    }
}
