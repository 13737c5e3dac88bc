namespace MinimalWorker.Tests;

/// <summary>Tests that publish do so one after another: they build the same libraries.</summary>
[CollectionDefinition(Name)]
public sealed class PublishCollection : ICollectionFixture<PublishedWorker>
{
    public const string Name = "publish";
}
