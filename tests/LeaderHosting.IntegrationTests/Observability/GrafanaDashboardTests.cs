using System.Text.Json;
using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>deploy/grafana-dashboard.json shows every instrument, and nothing that is not there.</summary>
[Collection(ObservedFailoverCollection.Name)]
public sealed partial class GrafanaDashboardTests(ObservedFailover failover)
{
    private const int Columns = 24;

    private static readonly string[] OwnVariables = ["__all", "__rate_interval"];

    private static readonly JsonElement Dashboard =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana-dashboard.json"))).RootElement;

    private static IReadOnlyList<JsonElement> AllPanels => [.. Dashboard.GetProperty("panels").EnumerateArray()];

    private static IReadOnlyList<JsonElement> Panels => [.. AllPanels.Where(static panel => Text(panel, "type") != "row")];

    private static IReadOnlyList<JsonElement> Targets => [.. Panels.SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())];

    private static IReadOnlyList<JsonElement> Variables => [.. Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()];

    [Fact]
    public void Every_metric_and_label_is_one_that_there_is() =>
        Assert.All(Targets, target =>
        {
            var used = PrometheusNames.AssertKnown(Text(target, "expr"), failover.Instruments);
            PrometheusNames.AssertLabels(PrometheusNames.LabelsInTemplate(Text(target, "legendFormat")), used[0], Text(target, "legendFormat"));
        });

    [Fact]
    public void Every_instrument_is_shown()
    {
        var shown = Targets.SelectMany(target => PrometheusNames.AssertKnown(Text(target, "expr"), failover.Instruments)).ToHashSet();

        Assert.All(failover.Instruments, instrument => Assert.Contains(instrument, shown));
    }

    [Fact]
    public void One_can_choose_the_source_the_election_and_the_instance()
    {
        Assert.Equal(["datasource", "election", "instance"], Variables.Select(static variable => Text(variable, "name")));
        Assert.All(Variables.Skip(1), variable => PrometheusNames.AssertKnown(Text(variable, "definition"), failover.Instruments));
        Assert.All(Variables.Skip(1), static variable => Assert.Equal(Text(variable, "definition"), Text(variable.GetProperty("query"), "query")));
    }

    [Fact]
    public void Every_variable_that_is_used_is_there()
    {
        var known = Variables.Select(static variable => Text(variable, "name")).Concat(OwnVariables).ToList();

        Assert.All(UsedVariables().Matches(Dashboard.GetRawText()), match => Assert.Contains(match.Groups["name"].Value, known));
        Assert.All(Targets.Concat(Panels), static element => Assert.Equal("${datasource}", Text(element.GetProperty("datasource"), "uid")));
    }

    [Fact]
    public void Panels_have_an_identity_a_title_and_an_explanation()
    {
        Assert.Equal(AllPanels.Count, AllPanels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.Equal(AllPanels.Count, AllPanels.Select(static panel => Text(panel, "title")).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Panels, static panel => Assert.NotEmpty(Text(panel, "description")));
        Assert.All(Panels, static panel =>
        {
            var references = panel.GetProperty("targets").EnumerateArray().Select(static target => Text(target, "refId")).ToList();
            Assert.Equal(references.Count, references.Distinct(StringComparer.Ordinal).Count());
        });
    }

    [Fact]
    public void No_panel_lies_on_another_or_beyond_the_edge()
    {
        var taken = new HashSet<(int X, int Y)>();
        Assert.All(AllPanels, panel =>
        {
            var place = panel.GetProperty("gridPos");
            var (x, y, w, h) = (Number(place, "x"), Number(place, "y"), Number(place, "w"), Number(place, "h"));
            Assert.True(x + w <= Columns, Text(panel, "title"));
            var cells = Enumerable.Range(x, w).SelectMany(_ => Enumerable.Range(y, h), static (column, line) => (column, line));
            Assert.All(cells, cell => Assert.True(taken.Add(cell), Text(panel, "title")));
        });
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex UsedVariables();
}
