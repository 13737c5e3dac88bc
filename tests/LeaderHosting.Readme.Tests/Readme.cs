using LeaderHosting.TestKit;

namespace LeaderHosting.Readme.Tests;

/// <summary>README.md, taken apart.</summary>
internal static class Readme
{
    private static readonly MarkdownText Document = MarkdownText.Read("README.md");

    /// <summary>The blocks of a language, in order.</summary>
    public static IReadOnlyList<string> Blocks(string language) => Document.Blocks(language);

    /// <summary>The cells of a section's table, row by row, without its head.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Table(string heading) =>
    [
        .. Document.Section(heading).Text.Split('\n')
            .Where(static line => line.StartsWith('|'))
            .Skip(2)
            .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim()).ToList()),
    ];
}
