using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace SchedulerApp.Tests.Guide;

/// <summary>Every block of code in these pages of docs/ is a region of a file that is compiled and run here.</summary>
public sealed partial class GuideTests
{
    /// <summary>The pages, and how many of their blocks only list what the others need.</summary>
    private static readonly IReadOnlyDictionary<string, int> UsingBlocks = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["testing.md"] = 1,
        ["who-may-lead.md"] = 0,
    };

    public static TheoryData<string> Pages => [.. UsingBlocks.Keys];

    public static TheoryData<string, string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string, string>();
            foreach (var block in UsingBlocks.Keys.SelectMany(BlocksOf))
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

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_says_where_it_is_from(string page)
    {
        var fences = TextOf(page).Split('\n').Count(static line => line.StartsWith("```csharp", StringComparison.Ordinal));

        Assert.NotEmpty(BlocksOf(page));
        Assert.Equal(BlocksOf(page).Count + UsingBlocks[page], fences);
    }

    private static MatchCollection BlocksOf(string page) => BlockPattern().Matches(TextOf(page));

    private static string TextOf(string page) => File.ReadAllText(Path.Combine(Repository.Root, "docs", page));

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
