using System.Globalization;

namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>Writes results as tables in Markdown, which are readable as they are.</summary>
internal static class ResultTable
{
    private static readonly string[] Headings = ["", "", "n", "median", "p99", "max", "median, ratio", "p99, ratio"];

    /// <summary>Writes a result.</summary>
    public static void Write(ExperimentResult result, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"## {result.Experiment}");
        output.WriteLine(result.Conditions);
        output.WriteLine();
        WriteRows([Headings, .. result.Measurements.GroupBy(static m => m.Quantity, StringComparer.Ordinal).SelectMany(ToRows)], output);
        if (result.Bars.Count > 0)
        {
            output.WriteLine();
            WriteRows([["bar", "limit", "is", ""], .. result.Bars.Select(ToRow)], output);
        }
    }

    private static IEnumerable<string[]> ToRows(IGrouping<string, Measurement> quantity)
    {
        var first = quantity.First();
        return quantity.Select((measurement, index) => new[]
        {
            index == 0 ? $"{measurement.Quantity}{(measurement.Unit.Length > 0 ? ", " : "")}{measurement.Unit}" : "",
            measurement.Subject,
            measurement.Samples.Count.ToString(CultureInfo.InvariantCulture),
            Show(measurement.Median),
            Show(measurement.P99),
            Show(measurement.Max),
            index == 0 ? "" : Ratio(measurement.Median, first.Median),
            index == 0 ? "" : Ratio(measurement.P99, first.P99),
        });
    }

    private static string[] ToRow(Bar bar) =>
        [bar.What, $"{(bar.AtLeast ? "≥" : "≤")} {Show(bar.Limit)}", Show(bar.Actual), bar.IsMet ? "met" : "MISSED"];

    private static string Ratio(double value, double first) => first > 0 && double.IsFinite(value) && value >= 0 ? Show(value / first) : "";

    /// <summary>Three digits that count.</summary>
    private static string Show(double value) => Math.Abs(value) switch
    {
        double.NaN => "-",
        double.PositiveInfinity => value > 0 ? "∞" : "-∞",
        0 => "0",
        < 0.01 => value.ToString("0.0000", CultureInfo.InvariantCulture),
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("#,0", CultureInfo.InvariantCulture),
    };

    private static void WriteRows(IReadOnlyList<string[]> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            output.WriteLine($"| {string.Join(" | ", rows[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
            {
                output.WriteLine($"| {string.Join(" | ", widths.Select(static width => new string('-', Math.Max(width, 3))))} |");
            }
        }
    }
}
