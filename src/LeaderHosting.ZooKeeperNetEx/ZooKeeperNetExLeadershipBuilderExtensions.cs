using LeaderHosting;
using LeaderHosting.ZooKeeperNetEx;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Runs the election on the ZooKeeperNetEx package instead of LeaderHosting's own client.</summary>
public static class ZooKeeperNetExLeadershipBuilderExtensions
{
    /// <summary>
    /// Runs the election on the ZooKeeperNetEx package: <c>AddZooKeeperLeadership().UseZooKeeperNetEx()</c>. Settings and promises stay as they
    /// are, and nodes on either client stand in one election.
    /// </summary>
    /// <param name="builder">What <c>AddZooKeeperLeadership</c> returned.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>That client writes warnings to a file in the working directory by default; this switches it off, for the whole process.</remarks>
    public static ILeadershipBuilder UseZooKeeperNetEx(this ILeadershipBuilder builder) =>
        builder.UseCoordination(static context => new NetExSessionFactory(
            context.Options,
            context.Services.GetRequiredService<ILoggerFactory>(),
            context.Clock));
}
