namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>The tests that look at one failover: <c>[Collection(ObservedFailoverCollection.Name)]</c>.</summary>
[CollectionDefinition(Name)]
public sealed class ObservedFailoverCollection : ICollectionFixture<ObservedFailover>
{
    public const string Name = "Observed failover";
}
