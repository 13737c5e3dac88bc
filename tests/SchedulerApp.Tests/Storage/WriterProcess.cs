using System.Globalization;
using LeaderHosting.TestKit;
using SchedulerApp.Storage;

namespace SchedulerApp.Tests;

/// <summary>A process of its own that appends lines to a <see cref="FencedFileStore"/>: this test assembly, started as a program.</summary>
internal static class WriterProcess
{
    /// <summary>Its exit code when the store refused a line.</summary>
    public const int Refused = 3;

    /// <summary>Arguments: file, token, name of the writer, number of lines. Exits with 0, or with <see cref="Refused"/> at the first refusal.</summary>
    public static async Task<int> Main(string[] args)
    {
        var store = new FencedFileStore(args[0], TimeProvider.System);
        var token = long.Parse(args[1], CultureInfo.InvariantCulture);
        var lines = int.Parse(args[3], CultureInfo.InvariantCulture);
        try
        {
            for (var i = 0; i < lines; i++)
            {
                await store.AppendAsync(token, Line(args[2], i, token));
            }
        }
        catch (StaleTokenException)
        {
            return Refused;
        }

        return 0;
    }

    /// <summary>A line that shows when a part of it is missing: it ends with its own length.</summary>
    public static string Line(string writer, int number, long token)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{writer} {number} {token} {new string('x', 200 + (number % 50))} ");
        return text + text.Length.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The writer, number and token of a line.</summary>
    public static (string Writer, int Number, long Token) Parse(string line)
    {
        var words = line.Split(' ');
        Assert.Equal(5, words.Length);
        Assert.Equal(line.LastIndexOf(' ') + 1, int.Parse(words[4], CultureInfo.InvariantCulture));
        return (words[0], int.Parse(words[1], CultureInfo.InvariantCulture), long.Parse(words[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Starts the process.</summary>
    public static ChildProcess Start(string file, long token, string writer, int lines) => ChildProcess.StartDotnet(
        typeof(WriterProcess).Assembly.Location,
        [file, token.ToString(CultureInfo.InvariantCulture), writer, lines.ToString(CultureInfo.InvariantCulture)]);
}
