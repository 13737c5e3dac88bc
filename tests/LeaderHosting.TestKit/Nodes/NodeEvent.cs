using System.Globalization;

namespace LeaderHosting.TestKit;

/// <summary>One line that a <see cref="NodeProcess"/> has written about itself; the lines are listed in tests/LeaderHosting.TestNode/README.md.</summary>
/// <param name="At">When it happened, in nanoseconds of CLOCK_MONOTONIC: on Linux the clock of <c>Stopwatch.GetTimestamp()</c> in every process.</param>
/// <param name="Kind">What happened: START, STOP, LEADER...</param>
/// <param name="Arguments">What else the line says.</param>
public sealed record NodeEvent(long At, string Kind, IReadOnlyList<string> Arguments)
{
    private const int TimeAndKind = 2;

    /// <summary>Reads a line; <see langword="null"/> when it is something else, such as a line of the log.</summary>
    public static NodeEvent? TryParse(string line)
    {
        var words = line.Split(' ');
        return words.Length >= TimeAndKind
            && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && words[1].Length > 0
            && words[1].All(char.IsAsciiLetterUpper)
            ? new NodeEvent(at, words[1], words[TimeAndKind..])
            : null;
    }

    /// <summary>An argument that is a number.</summary>
    public long Number(int index) => long.Parse(Arguments[index], CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', [At.ToString(CultureInfo.InvariantCulture), Kind, .. Arguments]);
}
