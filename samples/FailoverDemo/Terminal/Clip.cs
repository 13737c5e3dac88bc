namespace FailoverDemo.Terminal;

/// <summary>Shortens what does not fit.</summary>
internal static class Clip
{
    /// <summary>The text, in no more than so many columns.</summary>
    public static string ToWidth(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(0, width - 1)), "…");
}
