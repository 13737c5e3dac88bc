using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace LeaderHosting.Bench.Failover.Contenders;

/// <summary>A line of a contender's output.</summary>
/// <param name="Time">When, in nanoseconds of CLOCK_MONOTONIC: the clock of <see cref="System.Diagnostics.Stopwatch"/> on Linux.</param>
/// <param name="Id">The contender.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Details">The words after that.</param>
internal sealed record ContenderEvent(long Time, string Id, string Kind, IReadOnlyList<string> Details)
{
    private const int FewestWords = 3;

    /// <summary>The first of the details, as a time.</summary>
    public long DetailTime(int index = 0) => long.Parse(Details[index], CultureInfo.InvariantCulture);

    /// <summary>Reads a line; whatever else a program prints is none.</summary>
    public static bool TryParse(string line, [NotNullWhen(true)] out ContenderEvent? parsed)
    {
        var words = line.Split(' ');
        parsed = words.Length >= FewestWords && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? new ContenderEvent(time, words[1], words[2], words[FewestWords..])
            : null;
        return parsed is not null;
    }
}
