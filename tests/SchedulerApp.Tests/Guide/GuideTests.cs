using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace SchedulerApp.Tests.Guide;

/// <summary>Every block of code in docs/testing.md is a region of a file that is compiled and run here.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = Path.Combine(Repository.Root, "docs", "testing.md");

    public static TheoryData<string, string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string, string>();
            foreach (Match block in BlockPattern().Matches(File.ReadAllText(Guide)))
            {
                blocks.Add(block.Groups["file"].Value, block.Groups["region"].Value, block.Groups["code"].Value);
            }

            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_is_what_is_run(string file, string region, string code)
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "SchedulerApp.Tests", "Guide", file));

        Assert.Equal(Region(source, region), code);
    }

    [Fact]
    public void Every_block_says_where_it_is_from()
    {
        var fences = File.ReadLines(Guide).Count(static line => line.StartsWith("```", StringComparison.Ordinal));

        Assert.NotEqual(0, fences);
        Assert.Equal(Blocks.Count * 2, fences);
    }

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
