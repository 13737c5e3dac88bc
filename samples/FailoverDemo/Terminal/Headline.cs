using System.Globalization;
using Spectre.Console;

namespace FailoverDemo.Terminal;

/// <summary>What is shown, in three lines.</summary>
internal static class Headline
{
    private static readonly string Rhythm = string.Create(
        CultureInfo.InvariantCulture,
        $"Session timeout {DemoSettings.SessionTimeout.TotalSeconds:0.#} s; the master runs a job every {DemoSettings.JobInterval.TotalMilliseconds:0} ms.");

    /// <summary>The lines, as markup.</summary>
    public static IReadOnlyList<string> Lines(Demo demo, int width) =>
    [
        "[bold]LeaderHosting[/]: three processes of samples/SchedulerApp, one of them [bold green]master[/].",
        $"[grey]{Markup.Escape(Clip.ToWidth($"ZooKeeper: {demo.ZooKeeper}", width))}[/]",
        $"[grey]{Rhythm}[/]",
    ];

    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, Demo demo)
    {
        foreach (var line in Lines(demo, console.Profile.Width))
        {
            console.MarkupLine(line);
        }
    }
}
