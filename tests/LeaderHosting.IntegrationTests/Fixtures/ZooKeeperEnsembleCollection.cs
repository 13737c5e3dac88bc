namespace LeaderHosting.IntegrationTests;

/// <summary>The tests that share one ensemble, one after another: <c>[Collection(ZooKeeperEnsembleCollection.Name)]</c>.</summary>
[CollectionDefinition(Name)]
public sealed class ZooKeeperEnsembleCollection : ICollectionFixture<ZooKeeperEnsembleFixture>
{
    public const string Name = "Shared ZooKeeper ensemble";
}
