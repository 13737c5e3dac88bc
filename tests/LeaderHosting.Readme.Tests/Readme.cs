using System.Text.RegularExpressions;
using LeaderHosting.TestKit;

namespace LeaderHosting.Readme.Tests;

/// <summary>README.md, taken apart.</summary>
internal static partial class Readme
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    /// <summary>The blocks of a language, in order.</summary>
    public static IReadOnlyList<string> Blocks(string language) =>
        [.. BlockPattern().Matches(Text).Where(block => block.Groups["language"].Value == language).Select(static block => block.Groups["code"].Value)];

    /// <summary>The text from a heading to the next one.</summary>
    public static string Section(string heading)
    {
        var start = Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"README.md has no section '{heading}'.");
        var end = Text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return end < 0 ? Text[start..] : Text[start..end];
    }

    /// <summary>The cells of a section's table, row by row, without its head.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Table(string heading) =>
    [
        .. Section(heading).Split('\n')
            .Where(static line => line.StartsWith('|'))
            .Skip(2)
            .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim()).ToList()),
    ];

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex BlockPattern();
}
