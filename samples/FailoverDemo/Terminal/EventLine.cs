using System.Globalization;
using Spectre.Console;

namespace FailoverDemo.Terminal;

/// <summary>An event as a line.</summary>
internal static class EventLine
{
    /// <summary>The line, as markup.</summary>
    public static string Markup(DemoEvent e)
    {
        var at = e.At.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(6);
        return $"[grey]{at} s[/]  [{ColorOf(e.Kind)}]{Spectre.Console.Markup.Escape(e.Text)}[/]";
    }

    private static string ColorOf(EventKind kind) => kind switch
    {
        EventKind.Action => "yellow",
        EventKind.Handover => "green",
        EventKind.Violation => "bold red",
        _ => "grey",
    };
}
