using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>What docs/observability.md lists is what a running host publishes, and the other way round.</summary>
[Collection(ObservedFailoverCollection.Name)]
public sealed class ObservabilityPageTests(ObservedFailover failover)
{
    [Fact]
    public void The_table_of_instruments_is_right() =>
        Assert.Equal(failover.Instruments.OrderBy(static i => i.Name, StringComparer.Ordinal), ObservabilityPage.Instruments.OrderBy(static i => i.Name, StringComparer.Ordinal));

    [Fact]
    public void Every_instrument_has_measured_something() =>
        Assert.All(ObservabilityPage.Instruments, i => Assert.True(failover.Measured.Any(m => m.Instrument == i.Name), $"{i.Name} has measured nothing."));

    [Fact]
    public void The_table_of_spans_is_right() =>
        Assert.Equal(
            failover.Spans.Ended
                .GroupBy(static span => span.OperationName)
                .Select(static spans => (
                    spans.Key,
                    PublishedInstrument.TagsOf(spans.SelectMany(static s => s.TagObjects).Select(static tag => tag.Key)),
                    PublishedInstrument.TagsOf(spans.SelectMany(static s => s.Events).Select(static e => e.Name))))
                .OrderBy(static span => span.Key, StringComparer.Ordinal),
            ObservabilityPage.Spans.OrderBy(static span => span.Name, StringComparer.Ordinal));

    [Fact]
    public void The_table_of_tags_has_all_of_them() =>
        Assert.Equal(
            PublishedInstrument.TagsOf(ObservabilityPage.Instruments.SelectMany(static i => i.Tags.Split(", ", StringSplitOptions.RemoveEmptyEntries))),
            PublishedInstrument.TagsOf(ObservabilityPage.Tags.Keys));

    [Theory]
    [InlineData("election.role")]
    [InlineData("election.reason")]
    [InlineData("election.service.outcome")]
    [InlineData("zookeeper.session.event")]
    public void The_table_of_tags_has_the_values_that_were_seen(string tag) =>
        Assert.Subset(
            ObservabilityPage.Tags[tag].ToHashSet(StringComparer.Ordinal),
            failover.Measured.Select(m => m[tag]).OfType<string>().ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void What_it_links_to_is_there() =>
        Assert.All(ObservabilityPage.Links, static link => Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", link)), $"There is no {link}."));
}
