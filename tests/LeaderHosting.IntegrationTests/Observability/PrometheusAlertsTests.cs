using LeaderHosting.TestKit;
using YamlDotNet.Serialization;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>deploy/prometheus-alerts.yml rests on instruments that there are. What its rules do is shown by <c>promtool test rules</c>.</summary>
[Collection(ObservedFailoverCollection.Name)]
public sealed class PrometheusAlertsTests(ObservedFailover failover)
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy");

    private static IReadOnlyList<Rule> Rules => [.. Read<AlertFile>("prometheus-alerts.yml").Groups.SelectMany(static group => group.Rules)];

    [Fact]
    public void Every_metric_and_label_is_one_that_there_is() =>
        Assert.All(Rules, rule =>
        {
            var used = PrometheusNames.AssertKnown(rule.Expr, failover.Instruments);
            foreach (var text in rule.Annotations.Values)
            {
                PrometheusNames.AssertLabels(PrometheusNames.LabelsInTemplate(text), used[0], text);
            }
        });

    [Fact]
    public void Every_alert_says_what_it_is_about_and_waits_a_while() =>
        Assert.All(Rules, static rule =>
        {
            Assert.False(string.IsNullOrWhiteSpace(rule.Annotations["summary"]), rule.Alert);
            Assert.False(string.IsNullOrWhiteSpace(rule.Annotations["description"]), rule.Alert);
            Assert.Contains(rule.Labels["severity"], new[] { "critical", "warning" });
            Assert.EndsWith("m", rule.For, StringComparison.Ordinal);
        });

    [Fact]
    public void The_page_explains_all_of_them() =>
        Assert.Equal(Rules.Select(static rule => (rule.Alert, rule.For.Replace("m", " min", StringComparison.Ordinal))), ObservabilityPage.Alerts);

    [Fact]
    public void Each_of_them_is_tested_on_series_that_there_are()
    {
        var tests = Read<TestFile>("prometheus-alerts-test.yml");

        Assert.All(tests.RuleFiles, static file => Assert.True(File.Exists(Path.Combine(Folder, file)), file));
        Assert.Equal(
            Rules.Select(static rule => rule.Alert).Order(StringComparer.Ordinal),
            tests.Tests.SelectMany(static t => t.AlertRuleTest).Where(static t => t.ExpAlerts.Count > 0).Select(static t => t.Alertname).Distinct().Order(StringComparer.Ordinal));
        Assert.All(tests.Tests.SelectMany(static t => t.InputSeries), s => PrometheusNames.AssertKnown(s.Series, failover.Instruments));
    }

    private static T Read<T>(string file) =>
        new DeserializerBuilder()
            .WithNamingConvention(YamlDotNet.Serialization.NamingConventions.UnderscoredNamingConvention.Instance)
            .IgnoreUnmatchedProperties()
            .Build()
            .Deserialize<T>(File.ReadAllText(Path.Combine(Folder, file)));

    private sealed class AlertFile
    {
        public List<Group> Groups { get; set; } = [];
    }

    private sealed class Group
    {
        public List<Rule> Rules { get; set; } = [];
    }

    private sealed class Rule
    {
        public string Alert { get; set; } = "";

        public string Expr { get; set; } = "";

        public string For { get; set; } = "";

        public Dictionary<string, string> Labels { get; set; } = [];

        public Dictionary<string, string> Annotations { get; set; } = [];
    }

    private sealed class TestFile
    {
        public List<string> RuleFiles { get; set; } = [];

        public List<TestCase> Tests { get; set; } = [];
    }

    private sealed class TestCase
    {
        public List<InputSeries> InputSeries { get; set; } = [];

        public List<AlertTest> AlertRuleTest { get; set; } = [];
    }

    private sealed class InputSeries
    {
        public string Series { get; set; } = "";
    }

    private sealed class AlertTest
    {
        public string Alertname { get; set; } = "";

        public List<object> ExpAlerts { get; set; } = [];
    }
}
