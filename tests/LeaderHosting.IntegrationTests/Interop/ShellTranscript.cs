using System.Text.RegularExpressions;

namespace LeaderHosting.IntegrationTests.Interop;

/// <summary>
/// What the shell has printed, without what differs from run to run. Answers, complaints and events come from three sides at once, so only
/// the events are in an order that means something.
/// </summary>
/// <param name="Events">The notifications, in order.</param>
/// <param name="Answers">Everything else, sorted.</param>
internal sealed partial record ShellTranscript(string[] Events, string[] Answers)
{
    private const string EventPrefix = "WatchedEvent ";

    public static ShellTranscript Read(IEnumerable<string> lines)
    {
        var kept = lines.Where(static line => !Noise().IsMatch(line))
            .Select(static line => Times().Replace(Zxids().Replace(line, "$1 = (zxid)"), "$1 = (time)").TrimEnd())
            .ToLookup(static line => line.StartsWith(EventPrefix, StringComparison.Ordinal));
        return new ShellTranscript([.. kept[true]], [.. kept[false].Order(StringComparer.Ordinal)]);
    }

    [GeneratedRegex("^(Connecting to|JLine support|\\[main\\] ERROR|digest: |ip: |WATCHER::)|state:Closed|^$")]
    private static partial Regex Noise();

    [GeneratedRegex("^([cmp]Zxid) = 0x[0-9a-f]+$")]
    private static partial Regex Zxids();

    [GeneratedRegex("^([cm]time) = .*$")]
    private static partial Regex Times();
}
