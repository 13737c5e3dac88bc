using System.Globalization;
using FailoverDemo.Cluster;
using FailoverDemo.Terminal;
using Spectre.Console;

namespace FailoverDemo.Tests.Terminal;

public sealed class DashboardTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(80, 12)]
    [InlineData(160, 50)]
    public async Task It_fits_the_terminal_and_explains_every_key(int width, int height)
    {
        await using var cluster = await DemoCluster.CreateAsync(zooKeeper: null, CancellationToken.None);
        var demo = new Demo(cluster, TimeProvider.System);
        for (var i = 0; i < 100; i++)
        {
            demo.Tell(EventKind.Note, $"event {i} {new string('x', 200)}");
        }

        var lines = Render(demo, width, height);

        Assert.All(lines, line => Assert.True(line.Length <= width, line));
        Assert.True(height < 24 || lines.Count < height, $"{lines.Count} lines");
        Assert.Contains(lines, static line => line.Contains("event 99 ", StringComparison.Ordinal));
        foreach (var action in NodeAction.All)
        {
            Assert.Contains($"{action.Key} {action.Name}", lines[^1], StringComparison.Ordinal);
        }

        Assert.Equal(NodeAction.All.Count, NodeAction.All.Select(static action => action.Key).Append(Dashboard.QuitKey).Distinct().Count() - 1);
    }

    private static List<string> Render(Demo demo, int width, int height)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = width;
        console.Write(Dashboard.Render(demo, chosen: 0, width, height));
        return [.. writer.ToString().TrimEnd().Split('\n')];
    }
}
