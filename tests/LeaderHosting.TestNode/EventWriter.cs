using System.Diagnostics;

namespace LeaderHosting.TestNode;

/// <summary>
/// Writes events to standard output, one a line: the time in nanoseconds of CLOCK_MONOTONIC, which is the same clock in all processes
/// of a Linux machine, then what happened. Thread-safe.
/// </summary>
internal sealed class EventWriter
{
    /// <summary>The time now.</summary>
    public static long Now => Stopwatch.GetTimestamp();

    /// <summary>Writes an event that happens now.</summary>
    public void Write(string @event) => Write(Now, @event);

    /// <summary>Writes an event that happened at a given time.</summary>
#pragma warning disable CA1822 // Taken by injection, so that who writes events can be seen.
    public void Write(long time, string @event)
    {
        // One flushed write: Console.Out is synchronized and flushes itself.
        Console.Out.WriteLine($"{time} {@event}");
    }
#pragma warning restore CA1822
}
