using System.Globalization;
using FailoverDemo.Cluster;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FailoverDemo.Terminal;

/// <summary>The live picture: the nodes, the promise, the newest events, the keys. Fits a terminal of 80 by 24.</summary>
internal static class Dashboard
{
    /// <summary>Ends the demo.</summary>
    public const char QuitKey = 'q';

    /// <summary>The lines that are no events: three of the headline, seven of the table, the verdict, two of keys, two between them, and one left free.</summary>
    private const int OtherLines = 16;

    private const string None = "[grey]-[/]";

    /// <summary>Draws it.</summary>
    /// <param name="demo">What there is to show.</param>
    /// <param name="chosen">The node that keys act on, from 0.</param>
    /// <param name="width">The terminal's columns.</param>
    /// <param name="height">The terminal's rows.</param>
    public static IRenderable Render(Demo demo, int chosen, int width, int height)
    {
        var lines = Math.Max(1, height - OtherLines);
        var events = demo.Events.TakeLast(lines).Select(e => EventLine.Render(e, width)).ToList();
        return new Rows(
        [
            .. Headline.Lines(demo, width).Select(Line),
            Nodes(demo, chosen),
            Line(Summary.Verdict(demo, width)),
            Line(""),
            .. events.Concat(Enumerable.Repeat("", lines - events.Count)).Select(Line),
            Line(""),
            .. Keys(demo).Select(Line),
        ]);
    }

    private static Markup Line(string markup) => new(markup.Length == 0 ? " " : markup);

    private static Table Nodes(Demo demo, int chosen)
    {
        var table = new Table { Border = TableBorder.Simple }
            .AddColumns(" ", "node", "process", "role", "term", "token", "jobs", "/health");
        foreach (var right in table.Columns.Skip(4).Take(3))
        {
            right.RightAligned();
        }

        for (var i = 0; i < demo.Nodes.Count; i++)
        {
            var node = demo.Nodes[i];
            var jobs = demo.Checker.Terms.Where(term => term.Node == node.Name).Sum(static term => term.Jobs);
            var health = node.Health;
            table.AddRow(
                i == chosen ? "[bold]>[/]" : " ",
                i == chosen ? $"[bold underline]{node.Name}[/]" : node.Name,
                Process(node),
                health is null ? None : health.Role == "master" ? "[bold green]master[/]" : Markup.Escape(health.Role),
                Number(health?.Term),
                Number(health?.Token),
                Number(jobs),
                Health(node, health));
        }

        return table;
    }

    private static string Process(Node node)
    {
        var condition = node.Condition switch
        {
            NodeCondition.Ended => "[red]ended[/]",
            NodeCondition.Frozen => "[aqua]frozen[/]",
            _ => string.Create(CultureInfo.InvariantCulture, $"{node.ProcessId}"),
        };
        return node.IsCutOff ? $"{condition} [red]cut off[/]" : condition;
    }

    private static string Health(Node node, NodeHealth? health) => health?.Status switch
    {
        null when node.Condition == NodeCondition.Ended => None,
        null => "[grey]no answer[/]",
        "Healthy" => "[green]Healthy[/]",
        "Degraded" => "[yellow]Degraded[/]",
        var other => $"[red]{Markup.Escape(other)}[/]",
    };

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? None;

    private static IEnumerable<string> Keys(Demo demo)
    {
        yield return $"[bold]1[/]-[bold]{demo.Nodes.Count}[/] choose a node, then break it or make it good again ([bold]{QuitKey}[/] quits):";
        yield return string.Join("  ", NodeAction.All.Select(static action => $"[bold]{action.Key}[/] {action.Name}"));
    }
}
