using System.Text.RegularExpressions;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>What Prometheus makes of instruments and tags, by its default translation of OTLP (<c>UnderscoreEscapingWithSuffixes</c>).</summary>
internal static partial class PrometheusNames
{
    /// <summary>Labels that Prometheus adds: of the resource, and of a histogram's bucket.</summary>
    private static readonly string[] OwnLabels = ["instance", "job", "le"];

    /// <summary>The names of the series that an instrument becomes.</summary>
    public static IReadOnlyList<string> Series(PublishedInstrument instrument)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            { } annotation when annotation.StartsWith('{') => "",
            _ => throw new NotSupportedException($"What is the unit {instrument.Unit} in Prometheus?"),
        };
        var name = Escape(instrument.Name) + unit;
        return instrument.Kind switch
        {
            "counter" => [name + "_total"],
            "gauge" => [name],
            "histogram" => [name + "_bucket", name + "_sum", name + "_count"],
            _ => throw new NotSupportedException($"What is a {instrument.Kind} in Prometheus?"),
        };
    }

    /// <summary>Fails unless all metrics and labels that an expression names are there. Returns the instruments that it uses.</summary>
    public static IReadOnlyList<PublishedInstrument> AssertKnown(string expression, IReadOnlyList<PublishedInstrument> instruments)
    {
        var used = new List<PublishedInstrument>();
        foreach (Match selector in Selectors().Matches(expression))
        {
            var series = selector.Groups["series"].Value;
            var instrument = instruments.SingleOrDefault(i => Series(i).Contains(series));
            Assert.True(instrument is not null, $"No instrument becomes {series}, in: {expression}");
            used.Add(instrument);
            AssertLabels(LabelsIn(selector.Groups["matchers"].Value), instrument, expression);
        }

        Assert.NotEmpty(used);
        foreach (Match grouping in Groupings().Matches(expression))
        {
            var labels = grouping.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries);
            Assert.All(used, instrument => AssertLabels(labels, instrument, expression));
        }

        return used;
    }

    /// <summary>The labels that templates name: <c>{{label}}</c>, <c>$labels.label</c>.</summary>
    public static IEnumerable<string> LabelsInTemplate(string template) => Placeholders().Matches(template).Select(static match => match.Groups["label"].Value);

    /// <summary>Fails unless an instrument's series have these labels.</summary>
    public static void AssertLabels(IEnumerable<string> labels, PublishedInstrument instrument, string where)
    {
        var known = instrument.Tags.Split(", ").Select(Escape).Concat(OwnLabels).ToList();
        Assert.All(labels, label => Assert.True(known.Contains(label), $"{instrument.Name} has no label {label}, in: {where}"));
    }

    private static IEnumerable<string> LabelsIn(string matchers) => Matchers().Matches(matchers).Select(static matcher => matcher.Groups["label"].Value);

    private static string Escape(string name) => name.Replace('.', '_');

    [GeneratedRegex(@"(?<series>leaderhosting_\w+)(\{(?<matchers>[^}]*)\})?", RegexOptions.ExplicitCapture)]
    private static partial Regex Selectors();

    [GeneratedRegex(@"(?<label>\w+)\s*(=~|!~|!=|=)", RegexOptions.ExplicitCapture)]
    private static partial Regex Matchers();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Groupings();

    [GeneratedRegex(@"\{\{(?<label>\w+)\}\}|\$labels\.(?<label>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholders();
}
