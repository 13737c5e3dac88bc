using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>Writes a result with all of its samples, for whoever wants to compute something else.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Writes it to the folder, as <c>experiment.json</c>.</summary>
    public static void Write(ExperimentResult result, Machine machine, string folder)
    {
        var report = new
        {
            result.Experiment,
            result.Conditions,
            Machine = machine,
            Measurements = result.Measurements.Select(static m => new { m.Quantity, m.Subject, m.Unit, m.Median, m.P99, m.Max, m.Samples }),
            Bars = result.Bars.Select(static b => new { b.What, b.Limit, b.AtLeast, b.Actual, b.IsMet }),
        };
        File.WriteAllText(Path.Combine(folder, result.Experiment + ".json"), JsonSerializer.Serialize(report, Layout));
    }
}
