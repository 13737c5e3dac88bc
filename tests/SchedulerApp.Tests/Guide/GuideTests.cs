using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace SchedulerApp.Tests.Guide;

/// <summary>Every block of code in the guides of docs/ is a region of a file that is compiled and run here.</summary>
public sealed partial class GuideTests
{
    /// <summary>The guides, and how many blocks of each only list what the others need.</summary>
    public static TheoryData<string, int> Guides => new() { { "testing.md", 1 }, { "services.md", 0 }, { "who-may-lead.md", 0 } };

    public static TheoryData<string, string, string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string, string, string>();
            foreach (var guide in Guides.Select(static row => (string)row[0]))
            {
                foreach (Match block in BlockPattern().Matches(TextOf(guide)))
                {
                    blocks.Add(guide, block.Groups["file"].Value, block.Groups["region"].Value, block.Groups["code"].Value);
                }
            }

            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_is_what_is_run(string guide, string file, string region, string code)
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "SchedulerApp.Tests", "Guide", file));

        Assert.True(Region(source, region) == code, $"{guide}: block {region} is not what {file} has.");
    }

    [Theory]
    [MemberData(nameof(Guides))]
    public void Every_block_says_where_it_is_from(string guide, int usingBlocks)
    {
        var fences = TextOf(guide).Split('\n').Count(static line => line.StartsWith("```csharp", StringComparison.Ordinal));
        var blocks = BlockPattern().Count(TextOf(guide));

        Assert.NotEqual(0, blocks);
        Assert.Equal(blocks + usingBlocks, fences);
    }

    private static string TextOf(string guide) => File.ReadAllText(Path.Combine(Repository.Root, "docs", guide));

    /// <summary>The lines of a region, without the indentation that all of them share.</summary>
    private static string Region(string source, string name)
    {
        var lines = source.Split('\n')
            .SkipWhile(line => line.Trim() != $"#region {name}")
            .Skip(1)
            .TakeWhile(static line => line.Trim() != "#endregion")
            .ToList();
        var indentation = lines.Where(static line => line.Length > 0).Min(static line => line.Length - line.TrimStart().Length);
        return string.Concat(lines.Select(line => (line.Length > 0 ? line[indentation..] : line) + '\n'));
    }

    [GeneratedRegex(@"<!-- (?<file>\w+\.cs) (?<region>\w+) -->\n```csharp\n(?<code>.*?)```\n", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();
}
