namespace LeaderHosting.Testing.Tests.Conformance;

/// <summary>The conformance tests share one server.</summary>
[CollectionDefinition(Name)]
public sealed class EmbeddedServerCollection : ICollectionFixture<EmbeddedServer>
{
    public const string Name = "Embedded server";
}
