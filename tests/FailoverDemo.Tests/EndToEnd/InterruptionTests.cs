using System.Diagnostics;
using LeaderHosting.TestKit;

namespace FailoverDemo.Tests.EndToEnd;

/// <summary>However the demo is ended, its nodes end with it.</summary>
public sealed class InterruptionTests
{
    private const int NodeCount = 3;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task A_signal_leaves_no_process_behind(string signal)
    {
        await using var demo = DemoProcess.Start("--script");
        await demo.Process.WaitForLineAsync(static line => line.Contains("is master", StringComparison.Ordinal), "a master");
        Assert.Equal(NodeCount, demo.Nodes.Count);

        await SendAsync(signal, demo.Process.Id);

        await demo.AssertEndsWithAsync(ExitCode.Interrupted);
        Assert.Empty(demo.Nodes);
        Assert.False(demo.LeftFiles);
    }

    [Fact]
    public async Task A_frozen_node_ends_too()
    {
        await using var demo = DemoProcess.Start("--script");
        await demo.Process.WaitForLineAsync(static line => line.Contains("was frozen", StringComparison.Ordinal), "a frozen node", timeout: TimeSpan.FromMinutes(2));

        await SendAsync("INT", demo.Process.Id);

        await demo.AssertEndsWithAsync(ExitCode.Interrupted);
        Assert.Empty(demo.Nodes);
    }

    [Fact]
    public async Task A_node_that_ends_by_itself_ends_the_demo_with_its_last_words()
    {
        await using var demo = DemoProcess.Start("--script");
        await demo.Process.WaitForLineAsync(static line => line.Contains("is master", StringComparison.Ordinal), "a master");

        await SendAsync("KILL", demo.Nodes[0]);

        await demo.AssertEndsWithAsync(ExitCode.Failed);
        Assert.Contains(demo.Process.Output.Lines, static line => line.Contains("has ended by itself:", StringComparison.Ordinal));
        Assert.Empty(demo.Nodes);
    }

    private static async Task SendAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
