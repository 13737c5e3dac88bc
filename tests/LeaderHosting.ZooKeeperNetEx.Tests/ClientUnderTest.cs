using Microsoft.Extensions.DependencyInjection;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>The client that the nodes of the scenarios run on.</summary>
internal static class ClientUnderTest
{
    public static ILeadershipBuilder Use(ILeadershipBuilder builder) => builder.UseZooKeeperNetEx();
}
