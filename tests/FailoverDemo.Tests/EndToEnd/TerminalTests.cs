using LeaderHosting.TestKit;

namespace FailoverDemo.Tests.EndToEnd;

/// <summary>The demo in a terminal.</summary>
public sealed class TerminalTests
{
    [Fact]
    public async Task Keys_kill_the_chosen_node_start_it_again_and_quit()
    {
        await using var demo = DemoProcess.StartInTerminal();
        await WaitForAsync(demo, "is master");

        await demo.Process.WriteLineAsync("2k");
        await WaitForAsync(demo, "node2 was killed (SIGKILL)");
        Assert.Equal(2, (await Eventually.ValueAsync(() => demo.Nodes, static nodes => nodes.Count == 2, "two nodes to be left")).Count);

        await demo.Process.WriteLineAsync("r");
        await WaitForAsync(demo, "node2 was started again");

        await demo.Process.WriteLineAsync("q");
        await demo.AssertEndsWithAsync(ExitCode.Kept);
        Assert.Contains("Promise kept:", demo.Process.Output.Lines[^1], StringComparison.Ordinal);
        Assert.Empty(demo.Nodes);
    }

    [Fact]
    public async Task Ctrl_C_quits()
    {
        await using var demo = DemoProcess.StartInTerminal();
        await WaitForAsync(demo, "is master");

        await demo.Process.WriteLineAsync("\u0003");

        await demo.Process.WaitForExitAsync();
        Assert.Empty(demo.Nodes);
        Assert.False(demo.LeftFiles);
    }

    private static Task<string> WaitForAsync(DemoProcess demo, string text) =>
        demo.Process.WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), $"'{text}'");
}
