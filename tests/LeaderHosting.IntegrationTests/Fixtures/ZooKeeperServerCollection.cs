namespace LeaderHosting.IntegrationTests;

/// <summary>The tests that share one undisturbed server: <c>[Collection(ZooKeeperServerCollection.Name)]</c>.</summary>
[CollectionDefinition(Name)]
public sealed class ZooKeeperServerCollection : ICollectionFixture<ZooKeeperServerFixture>
{
    public const string Name = "Shared ZooKeeper server";
}
