using FailoverDemo.Cluster;
using FailoverDemo.Terminal;
using Spectre.Console;

namespace FailoverDemo;

/// <summary>Sets the demo up, lets it run by keys or by its story, and sums it up. Whatever happens, it leaves no process behind.</summary>
internal static class Stage
{
    /// <summary>The width of lines that go to a file or a pipe.</summary>
    private const int RedirectedWidth = 200;

    /// <summary>Runs the demo.</summary>
    /// <returns>The <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(DemoSettings settings)
    {
        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
            console.Profile.Capabilities.Ansi = false;
        }

        using var interruption = new Interruption();
        try
        {
            await using var cluster = await DemoCluster.CreateAsync(settings.ZooKeeper, interruption.Token);
            var demo = new Demo(cluster, TimeProvider.System);
            var isInteractive = !settings.IsScript && !Console.IsInputRedirected && !Console.IsOutputRedirected;
            return isInteractive
                ? await PlayByKeysAsync(console, demo, interruption.Token)
                : await PlayStoryAsync(console, demo, interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            console.MarkupLine("[yellow]Interrupted; all processes have been ended.[/]");
            return ExitCode.Interrupted;
        }
        catch (DemoException error)
        {
            console.MarkupLineInterpolated($"[red]{error.Message}[/]");
            return ExitCode.Failed;
        }
    }

    private static async Task<int> PlayByKeysAsync(IAnsiConsole console, Demo demo, CancellationToken interrupted)
    {
        await demo.StartAsync();
        await new Keyboard(console, demo, TimeProvider.System).PlayAsync(interrupted);
        Summary.Write(console, demo);
        return ExitCode.Of(demo.Checker);
    }

    private static async Task<int> PlayStoryAsync(IAnsiConsole console, Demo demo, CancellationToken interrupted)
    {
        Headline.Write(console, demo);
        console.WriteLine();
        await new Story(demo, e => console.MarkupLine(EventLine.Render(e, console.Profile.Width)), TimeProvider.System).PlayAsync(interrupted);
        Summary.Write(console, demo);
        return ExitCode.Of(demo.Checker);
    }
}
