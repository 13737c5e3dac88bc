namespace LeaderHosting.Packaging.Tests;

/// <summary>The tests that look at the same packages.</summary>
[CollectionDefinition(Name)]
public sealed class PackagingCollection : ICollectionFixture<PackedLibraries>
{
    public const string Name = "packages";
}
