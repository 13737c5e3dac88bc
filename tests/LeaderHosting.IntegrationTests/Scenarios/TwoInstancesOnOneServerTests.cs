using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <inheritdoc/>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class TwoInstancesOnOneServerTests(ZooKeeperServerFixture fixture, ITestOutputHelper output) : TwoInstancesTests(output)
{
    protected override Task<string> ServersAsync() => Task.FromResult(fixture.ConnectionString);
}
