using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>docs/observability.md, taken apart.</summary>
internal static partial class ObservabilityPage
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "observability.md")).ReplaceLineEndings("\n");

    /// <summary>The instruments of all meters.</summary>
    public static IReadOnlyList<PublishedInstrument> Instruments =>
    [
        .. MeterHeadings().Matches(Text)
            .Select(static heading => heading.Groups["meter"].Value)
            .SelectMany(static meter => Table($"### Meter `{meter}`"), static (meter, row) =>
                new PublishedInstrument(meter, Words(row[0]).Single(), row[1], Words(row[2]).Single(), PublishedInstrument.TagsOf(Words(row[3])))),
    ];

    /// <summary>The spans: their names, tags and events.</summary>
    public static IReadOnlyList<(string Name, string Tags, string Events)> Spans =>
        [.. Table("## Spans").Select(static row => (Words(row[0]).Single(), PublishedInstrument.TagsOf(Words(row[1])), PublishedInstrument.TagsOf(Words(row[2]))))];

    /// <summary>The tags, with the values that are named.</summary>
    public static IReadOnlyDictionary<string, List<string>> Tags =>
        Table("### Tags").ToDictionary(static row => Words(row[0]).Single(), static row => Words(row[1]), StringComparer.Ordinal);

    /// <summary>The alerts, each with how long it waits.</summary>
    public static IReadOnlyList<(string Name, string After)> Alerts => [.. Table("## Alerts").Select(static row => (Words(row[0]).Single(), row[1]))];

    /// <summary>The files that it links to.</summary>
    public static IReadOnlyList<string> Links => [.. LinkTargets().Matches(Text).Select(static link => link.Groups["target"].Value)];

    /// <summary>The rows of the first table below a heading, without its head.</summary>
    private static List<List<string>> Table(string heading)
    {
        var start = Text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/observability.md has no '{heading}'.");
        return Text[start..].Split('\n')
            .SkipWhile(static line => !line.StartsWith('|'))
            .TakeWhile(static line => line.StartsWith('|'))
            .Skip(2)
            .Select(static line => line[1..^1].Split('|').Select(static cell => cell.Trim()).ToList())
            .ToList();
    }

    /// <summary>The words in back-ticks.</summary>
    private static List<string> Words(string cell) => cell.Split('`').Where(static (_, i) => i % 2 == 1).ToList();

    [GeneratedRegex("^### Meter `(?<meter>[^`]+)`$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex MeterHeadings();

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex LinkTargets();
}
