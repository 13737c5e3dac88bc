using Microsoft.Extensions.Hosting;

namespace LeaderHosting.TestNode;

/// <summary>
/// Reads <see cref="ILeadership.IsLeader"/> every millisecond, on a thread of its own, and reports each change
/// (<c>LEADER true|false</c> and the time of the read before) and each pause of more than 200 ms in which the process did not run (<c>GAP</c>).
/// </summary>
/// <remarks>
/// Times are such that two nodes that seem to lead at once really did: a change to true is stamped after the read that saw it, and the read before a
/// change to false is stamped before it was made.
/// </remarks>
internal sealed class LeaderPoll(ILeadership leadership, EventWriter events) : BackgroundService
{
    private const int IntervalMilliseconds = 1;
    private const long GapNanoseconds = 200_000_000;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Poll(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Poll(CancellationToken stoppingToken)
    {
        var wasLeader = false;
        var previous = EventWriter.Now;
        while (!stoppingToken.IsCancellationRequested)
        {
            var before = EventWriter.Now;
            var isLeader = leadership.IsLeader;
            var after = EventWriter.Now;

            if (before - previous > GapNanoseconds)
            {
                events.Write(before, $"GAP {previous}");
            }

            if (isLeader != wasLeader)
            {
                wasLeader = isLeader;
                events.Write(after, isLeader ? $"LEADER true {previous}" : $"LEADER false {previous}");
            }

            previous = before;
            Thread.Sleep(IntervalMilliseconds);
        }

        if (wasLeader)
        {
            events.Write($"LEADER false {previous}");
        }
    }
}
