using System.Globalization;
using Spectre.Console;

namespace FailoverDemo.Terminal;

/// <summary>An event as a line.</summary>
internal static class EventLine
{
    /// <summary>The line, as markup, in no more than so many columns.</summary>
    public static string Render(DemoEvent e, int width)
    {
        var at = e.At.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(6) + " s  ";
        return $"[grey]{at}[/][{ColorOf(e.Kind)}]{Markup.Escape(Clip.ToWidth(e.Text, width - at.Length))}[/]";
    }

    private static string ColorOf(EventKind kind) => kind switch
    {
        EventKind.Action => "yellow",
        EventKind.Handover => "green",
        EventKind.Violation => "bold red",
        _ => "grey",
    };
}
