using System.Globalization;

namespace LeaderHosting.Bench.Contender;

/// <summary>Reads a contender's <see cref="ILeadership.IsLeader"/> every millisecond and tells each change, and each hole in which the process stood still.</summary>
internal static class FlagPoll
{
    private const int IntervalMilliseconds = 1;
    private const long HoleNanoseconds = 200_000_000;

    /// <summary>Starts it, for as long as the process lives.</summary>
    public static void Start(string id, HostedContender contender, EventWriter events) =>
        new Thread(() => Poll(id, contender, events)) { IsBackground = true, Name = "Poll", Priority = ThreadPriority.Highest }.Start();

    private static void Poll(string id, HostedContender contender, EventWriter events)
    {
        var last = false;
        var previous = EventWriter.Now;
        while (true)
        {
            Thread.Sleep(IntervalMilliseconds);
            var before = EventWriter.Now;
            var leads = contender.IsLeader;
            var after = EventWriter.Now;
            if (before - previous > HoleNanoseconds)
            {
                events.Write(before, string.Create(CultureInfo.InvariantCulture, $"{id} GAP {previous}"));
            }

            if (leads != last)
            {
                events.Write(after, string.Create(CultureInfo.InvariantCulture, $"{id} FLAG {(leads ? "true" : "false")} {previous}"));
            }

            last = leads;
            previous = before;
        }
    }
}
