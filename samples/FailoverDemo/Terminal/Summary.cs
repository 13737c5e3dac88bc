using System.Globalization;
using Spectre.Console;

namespace FailoverDemo.Terminal;

/// <summary>What was measured, and whether the promise was kept.</summary>
internal static class Summary
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, Demo demo)
    {
        console.Write(Handovers(demo));
        console.MarkupLine(Verdict(demo, console.Profile.Width));
    }

    /// <summary>In a line, whether the promise was kept so far.</summary>
    public static string Verdict(Demo demo, int width)
    {
        var checker = demo.Checker;
        return checker.Violations.Count == 0
            ? $"[bold green]Promise kept:[/] {Count(checker.Jobs, "job")} in {Count(checker.Terms.Count, "term")}, and never two nodes at a time."
            : $"[bold red]{Markup.Escape(Clip.ToWidth($"PROMISE BROKEN: {checker.Violations[0]}", width))}[/]";
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{number} {what}s");

    private static Table Handovers(Demo demo)
    {
        var table = new Table { Border = TableBorder.Simple }
            .AddColumns("term", "master", "jobs", "took over after", "it took");
        table.Columns[2].RightAligned();
        table.Columns[4].RightAligned();
        foreach (var term in demo.Checker.Terms)
        {
            var handover = demo.Handovers.FirstOrDefault(handover => handover.Token == term.Token);
            table.AddRow(
                term.Term.ToString(CultureInfo.InvariantCulture),
                Markup.Escape(term.Node),
                term.Jobs.ToString(CultureInfo.InvariantCulture),
                handover is null ? "" : Markup.Escape(Cause(handover)),
                handover is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{handover.Took.TotalSeconds:0.00} s"));
        }

        return table;
    }

    private static string Cause(Jobs.Handover handover) => (handover.Cause, handover.From) switch
    {
        ({ } cause, { } from) => $"{cause} of {from}",
        (null, { } from) => $"last job of {from}",
        _ => "start",
    };
}
