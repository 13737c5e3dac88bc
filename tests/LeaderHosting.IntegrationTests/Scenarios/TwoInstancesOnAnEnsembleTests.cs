using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <inheritdoc/>
[Collection(ZooKeeperEnsembleCollection.Name)]
public sealed class TwoInstancesOnAnEnsembleTests(ZooKeeperEnsembleFixture fixture, ITestOutputHelper output) : TwoInstancesTests(output)
{
    protected override async Task<string> ServersAsync() => (await fixture.HealAsync()).ConnectionString;
}
