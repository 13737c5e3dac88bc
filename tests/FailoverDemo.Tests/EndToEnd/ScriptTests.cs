using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace FailoverDemo.Tests.EndToEnd;

/// <summary>The demo without a terminal, as a user or a pipeline runs it.</summary>
public sealed partial class ScriptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task It_plays_its_story_sums_up_and_leaves_nothing_behind()
    {
        await using var demo = DemoProcess.Start("--script");

        await demo.AssertEndsWithAsync(ExitCode.Kept, Patience);

        AssertStory(demo.Process.Output.Lines, "embedded, in memory, at 127.0.0.1:");
        Assert.Empty(demo.Nodes);
        Assert.False(demo.LeftFiles);
    }

    [Fact]
    public async Task It_does_the_same_on_a_real_server_and_leaves_nothing_there()
    {
        await using var zooKeeper = await ZooKeeperServer.StartAsync(new ZooKeeperSettings
        {
            Extra = new Dictionary<string, string>(StringComparer.Ordinal) { ["4lw.commands.whitelist"] = "*" },
        });
        var nodesBefore = await NodeCountAsync(zooKeeper);
        await using var demo = DemoProcess.Start("--script", "--zookeeper", zooKeeper.ConnectionString);

        await demo.AssertEndsWithAsync(ExitCode.Kept, Patience);

        AssertStory(demo.Process.Output.Lines, zooKeeper.ConnectionString);
        Assert.Empty(demo.Nodes);
        Assert.Equal(nodesBefore, await NodeCountAsync(zooKeeper));
    }

    [Fact]
    public async Task Servers_that_do_not_answer_are_named()
    {
        var nobody = $"127.0.0.1:{FreePort.Next()}";
        await using var demo = DemoProcess.Start("--script", "--zookeeper", nobody);

        await demo.AssertEndsWithAsync(ExitCode.Failed);

        Assert.Contains(demo.Process.Output.Lines, line => line == $"No ZooKeeper server answers at {nobody}.");
        Assert.False(demo.LeftFiles);
    }

    [Fact]
    public async Task Nonsense_is_refused_with_a_reason()
    {
        await using var demo = DemoProcess.Start("--zookeeper", "host:port");

        Assert.NotEqual(0, await demo.Process.WaitForExitAsync());

        Assert.Contains(demo.Process.Output.Lines, static line => line.StartsWith("--zookeeper: ", StringComparison.Ordinal));
    }

    private static void AssertStory(IReadOnlyList<string> lines, string zooKeeper)
    {
        Assert.Contains(zooKeeper, lines[1], StringComparison.Ordinal);
        foreach (var cause in new[] { "stop", "kill -9", "freeze", "cut off" })
        {
            Assert.Single(lines, line => line.Contains("is master", StringComparison.Ordinal) && line.Contains($" s after the {cause} of node", StringComparison.Ordinal));
            Assert.Single(lines, line => line.Contains($"{cause} of node", StringComparison.Ordinal) && SummaryRow().IsMatch(line));
        }

        var kept = PromiseKept().Match(lines[^1]);
        Assert.True(kept.Success, lines[^1]);
        var terms = lines.Select(static line => SummaryRow().Match(line)).Where(static row => row.Success).ToList();
        Assert.Equal(kept.Groups["terms"].Value, $"{terms.Count}");
        Assert.Equal(kept.Groups["jobs"].Value, $"{terms.Sum(static row => int.Parse(row.Groups["jobs"].Value))}");
        Assert.DoesNotContain(lines, static line => line.Contains('\u001b', StringComparison.Ordinal));
    }

    private static async Task<string> NodeCountAsync(ZooKeeperServer zooKeeper) =>
        (await zooKeeper.FourLetterAsync("mntr")).Split('\n').Single(static line => line.StartsWith("zk_znode_count", StringComparison.Ordinal));

    [GeneratedRegex(@"^  \d+ +node\d +(?<jobs>\d+) +\S.* \d+\.\d\d s *$", RegexOptions.ExplicitCapture)]
    private static partial Regex SummaryRow();

    [GeneratedRegex(@"^Promise kept: (?<jobs>\d+) jobs in (?<terms>\d+) terms, and never two nodes at a time\.$", RegexOptions.ExplicitCapture)]
    private static partial Regex PromiseKept();
}
