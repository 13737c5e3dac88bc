using System.Globalization;
using Spectre.Console;

namespace FailoverDemo.Terminal;

/// <summary>What is shown, in two lines.</summary>
internal static class Headline
{
    private static readonly string Rhythm = string.Create(
        CultureInfo.InvariantCulture,
        $"session timeout {DemoSettings.SessionTimeout.TotalSeconds:0.#} s, a job every {DemoSettings.JobInterval.TotalMilliseconds:0} ms");

    /// <summary>The lines, as markup.</summary>
    public static IReadOnlyList<string> Lines(Demo demo) =>
    [
        "[bold]LeaderHosting[/]: three processes of samples/SchedulerApp; only the [bold green]master[/] runs jobs.",
        $"[grey]ZooKeeper: {Markup.Escape(demo.ZooKeeper)}; {Rhythm}.[/]",
    ];

    /// <summary>Writes them.</summary>
    public static void Write(IAnsiConsole console, Demo demo)
    {
        foreach (var line in Lines(demo))
        {
            console.MarkupLine(line);
        }
    }
}
