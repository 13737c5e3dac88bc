using System.Globalization;

namespace LeaderHosting.Chaos.Checking;

/// <summary>A history in figures.</summary>
internal static class Report
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Writes the figures and whatever is broken; the last line is the verdict.</summary>
    public static void Write(History history, IReadOnlyList<BrokenRule> broken, TextWriter output)
    {
        WriteFaults(history, output);
        WriteHandovers(history, output);
        WriteCoverage(history, output);
        WriteResources(history, output);
        if (history.EnsembleRestarts > 0)
        {
            output.WriteLine(Text($"The servers were restarted {history.EnsembleRestarts} time(s): whole again, they granted nobody a session."));
        }

        foreach (var rule in broken)
        {
            output.WriteLine(Text($"BROKEN {rule.Rule} at {(rule.At - history.BeganAt) / NanosecondsPerSecond:0.000} s: {rule.What}"));
        }

        output.WriteLine(Verdict(history, broken));
    }

    /// <summary>The last line.</summary>
    public static string Verdict(History history, IReadOnlyList<BrokenRule> broken)
    {
        var terms = history.Lives.Sum(static life => TermRun.Of(life).Count);
        var disorder = broken.Count(static rule => rule.Rule is RuleKind.Growth or RuleKind.Pairing);
        var leaks = Count(RuleKind.Leak);
        var verdict = Text($"faults {history.Faults.Count}, terms {terms}, overlaps {Count(RuleKind.Overlap)}, stuck {Count(RuleKind.Stuck)}");
        return (leaks == 0 ? "" : Text($"{leaks} leaks; "))
            + (disorder == 0 ? "" : Text($"{disorder} terms out of order or not paired; "))
            + verdict;

        int Count(RuleKind kind) => broken.Count(rule => rule.Rule == kind);
    }

    private static void WriteFaults(History history, TextWriter output)
    {
        output.WriteLine("Faults:");
        foreach (var kind in history.Faults.GroupBy(static fault => fault.Kind).OrderBy(static kind => kind.Key, StringComparer.Ordinal))
        {
            output.WriteLine(Text($"  {kind.Key,-28} {kind.Count(),5}"));
        }
    }

    private static void WriteHandovers(History history, TextWriter output)
    {
        output.WriteLine("Handovers, from the end of one term to the start of the next, in seconds:");
        output.WriteLine(Text($"  {"cause",-28} {"count",5} {"median",8} {"p99",8} {"max",8}"));
        foreach (var cause in Handover.Of(history).GroupBy(static handover => handover.Cause).OrderBy(static cause => cause.Key, StringComparer.Ordinal))
        {
            var times = cause.Select(static handover => handover.Took.TotalSeconds).Order().ToList();
            output.WriteLine(Text($"  {cause.Key,-28} {times.Count,5} {Percentile(times, 0.5),8:0.000} {Percentile(times, 0.99),8:0.000} {times[^1],8:0.000}"));
        }
    }

    private static void WriteCoverage(History history, TextWriter output)
    {
        var covered = 0L;
        var until = history.BeganAt;
        foreach (var time in Occupation.Of(history).Select(static occupation => occupation.Time).OrderBy(static time => time.From))
        {
            covered += Math.Max(0, time.To - Math.Max(until, time.From));
            until = Math.Max(until, time.To);
        }

        var whole = history.EndedAt - history.BeganAt;
        output.WriteLine(Text(
            $"Without a leader: {(whole - covered) / NanosecondsPerSecond:0.0} of {whole / NanosecondsPerSecond:0.0} s."));
        output.WriteLine(Text(
            $"Writes: {history.Writes.Count(static write => write.Accepted)} accepted, {history.Writes.Count(static write => !write.Accepted)} refused by their token."));
    }

    private static void WriteResources(History history, TextWriter output)
    {
        var trends = ResourceTrend.Of(history);
        if (trends.Count == 0)
        {
            return;
        }

        output.WriteLine("In use at the ends of rounds: the median of the second quarter of the run and of the last, and the most:");
        foreach (var trend in trends)
        {
            output.WriteLine(Text($"  {trend.Resource,-12} {trend.Owner,-15} {trend.Early,8} {trend.Late,8} {trend.Most,8}"));
        }
    }

    private static double Percentile(List<double> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
