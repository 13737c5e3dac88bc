namespace LeaderHosting.IntegrationTests.Conformance;

/// <summary>The conformance tests share one server.</summary>
[CollectionDefinition(Name)]
public sealed class RealServerCollection : ICollectionFixture<RealServer>
{
    public const string Name = "Real server";
}
