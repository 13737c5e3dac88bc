using System.Text.RegularExpressions;

namespace LeaderHosting.TestKit;

/// <summary>A document of this repository, such as README.md, taken apart so that a test can run what it shows.</summary>
/// <param name="text">With line feeds at the ends of lines.</param>
public sealed partial class MarkdownText(string text)
{
    /// <summary>The text as it is.</summary>
    public string Text { get; } = text;

    /// <summary>Reads a document.</summary>
    /// <param name="path">Relative to <see cref="Repository.Root"/>.</param>
    public static MarkdownText Read(string path) => new(File.ReadAllText(Path.Combine(Repository.Root, path)).ReplaceLineEndings("\n"));

    /// <summary>The code in the blocks of a language, in order.</summary>
    public IReadOnlyList<string> Blocks(string language) =>
        [.. BlockPattern().Matches(Text).Where(block => block.Groups["language"].Value == language).Select(static block => block.Groups["code"].Value)];

    /// <summary>The text from a heading of the second level to the next one.</summary>
    /// <exception cref="ArgumentException">There is no such heading.</exception>
    public MarkdownText Section(string heading)
    {
        var start = Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        if (start < 0)
        {
            throw new ArgumentException($"There is no section '{heading}'.", nameof(heading));
        }

        var end = Text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return new MarkdownText(end < 0 ? Text[start..] : Text[start..end]);
    }

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex BlockPattern();
}
