using System.Diagnostics.Metrics;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>An instrument, as it is published or as a page says.</summary>
/// <param name="Meter">The name of its meter.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">counter, gauge or histogram.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tags">The names of its tags, in order, separated by commas: so that two of them can be compared.</param>
public sealed record PublishedInstrument(string Meter, string Name, string Kind, string? Unit, string Tags)
{
    /// <summary>An instrument with the tags it was seen with.</summary>
    public static PublishedInstrument Of(Instrument instrument, IEnumerable<string> tags) => new(
        instrument.Meter.Name,
        instrument.Name,
        instrument.GetType().Name.Split('`')[0].Replace("Observable", "", StringComparison.Ordinal).ToLowerInvariant(),
        instrument.Unit,
        TagsOf(tags));

    /// <summary>The names of tags as one text.</summary>
    public static string TagsOf(IEnumerable<string> tags) => string.Join(", ", tags.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
