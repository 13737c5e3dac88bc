using System.Xml.Linq;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;

namespace LeaderHosting.Bench.Tests;

public sealed class ReportTests
{
    private static readonly ExperimentResult Result = new(
        "some",
        "Under glass.",
        [new("time", "ours", "ms", [1, 2, 3]), new("time", "theirs", "ms", [4, 4, 5])],
        [new("ours", 2, 1.5), new("theirs", 4, 1.5, AtLeast: true)],
        []);

    [Fact]
    public void A_table_compares_with_the_first_and_says_which_bars_are_missed()
    {
        using var output = new StringWriter();
        ResultTable.Write(Result, output);

        var lines = output.ToString().Split('\n');
        Assert.Contains(lines, static line => Cells(line) is ["", "theirs", "3", "4.00", "5.00", "5.00", "2.00", "1.67"]);
        Assert.Contains(lines, static line => Cells(line) is ["ours", "≤ 1.50", "2.00", "MISSED"]);
        Assert.Contains(lines, static line => Cells(line) is ["theirs", "≥ 1.50", "4.00", "met"]);
    }

    [Fact]
    public void A_plot_is_well_formed_and_shows_every_point()
    {
        var folder = Directory.CreateTempSubdirectory("leaderhosting-bench-").FullName;
        try
        {
            var plot = new Plot("p", "Ours & theirs", "candidates", "ms", IsLogarithmic: true, [new("ours", [(10, 1), (1000, 2.5)]), new("theirs", [(10, 3)])]);
            SvgPlot.Write(plot, folder);

            var svg = XDocument.Load(Path.Combine(folder, "p.svg"));
            Assert.Equal(3, svg.Descendants().Count(static element => element.Name.LocalName == "circle"));
            Assert.Contains(svg.Descendants(), static element => element.Value == "Ours & theirs");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("12 c0 LEADER", true)]
    [InlineData("12 c0 FLAG true 11", true)]
    [InlineData("WARNING: a deprecated option", false)]
    [InlineData("12 c0", false)]
    public void A_line_of_the_protocol_is_told_from_others(string line, bool expected) => Assert.Equal(expected, ContenderEvent.TryParse(line, out _));

    private static string[] Cells(string line) => line.StartsWith('|') ? [.. line[1..^1].Split('|').Select(static cell => cell.Trim())] : [];
}
