using System.Globalization;

namespace FailoverDemo.Jobs;

/// <summary>One run of the job, as the node that ran it wrote it down.</summary>
/// <param name="Time">When, in whole milliseconds, by the clock that all processes of the machine share.</param>
/// <param name="Node">Where.</param>
/// <param name="Term">The number of the term it ran under.</param>
/// <param name="Token">The fencing token of that term.</param>
internal sealed record JobRecord(DateTimeOffset Time, string Node, long Term, long Token)
{
    private const int WordCount = 4;

    /// <summary>Reads a line of a job file: <c>&lt;UTC time&gt; &lt;node&gt; &lt;term&gt; &lt;fencing token&gt;</c>.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static JobRecord Parse(string line)
    {
        var words = line.Split(' ');
        return words.Length == WordCount
            ? new JobRecord(
                DateTimeOffset.Parse(words[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                words[1],
                long.Parse(words[2], CultureInfo.InvariantCulture),
                long.Parse(words[3], CultureInfo.InvariantCulture))
            : throw new FormatException($"'{line}' is no line of a job file.");
    }
}
