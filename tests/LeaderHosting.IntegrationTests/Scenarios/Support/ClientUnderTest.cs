namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>
/// The client that the nodes in the test process run on: here LeaderHosting's own. tests/LeaderHosting.ZooKeeperNetEx.Tests compiles the same
/// scenarios with another.
/// </summary>
internal static class ClientUnderTest
{
    public static ILeadershipBuilder Use(ILeadershipBuilder builder) => builder;
}
