namespace LeaderHosting.TestKit;

/// <summary>A leader-only service that ran, or runs, on a node in one term.</summary>
/// <param name="Node">The node.</param>
/// <param name="Service">The service.</param>
/// <param name="Term">The number of the term.</param>
/// <param name="FencingToken">The fencing token of the term.</param>
/// <param name="StartedAt">When its start was called: <c>Stopwatch.GetTimestamp()</c>.</param>
/// <param name="StoppedAt">When its stop, or its failing start, was done; <see langword="null"/> while it runs.</param>
public sealed record ServiceRun(string Node, string Service, long Term, long FencingToken, long StartedAt, long? StoppedAt)
{
    /// <summary>Pairs the starts and stops of a node's events.</summary>
    /// <param name="node">The node.</param>
    /// <param name="events">What it has written.</param>
    /// <param name="diedAt">When the process was gone, if it did not end by itself: then nothing ran any more.</param>
    public static IReadOnlyList<ServiceRun> Of(string node, IEnumerable<NodeEvent> events, long? diedAt)
    {
        var runs = new List<ServiceRun>();
        foreach (var e in events)
        {
            switch (e.Kind)
            {
                case "START":
                    runs.Add(new ServiceRun(node, e.Arguments[2], e.Number(0), e.Number(1), e.At, null));
                    break;
                case "STOP" or "STARTFAILED":
                    var index = runs.FindLastIndex(run => run.Service == e.Arguments[2] && run.FencingToken == e.Number(1));
                    runs[index] = runs[index] with { StoppedAt = e.At };
                    break;
            }
        }

        return [.. runs.Select(run => run with { StoppedAt = run.StoppedAt ?? diedAt })];
    }

    /// <summary>Pairs of runs, on different nodes, that were both running at some instant.</summary>
    public static IReadOnlyList<(ServiceRun First, ServiceRun Second)> Overlaps(IEnumerable<ServiceRun> runs)
    {
        var ordered = runs.OrderBy(static run => run.StartedAt).ToList();
        return
        [
            .. from first in ordered
               from second in ordered
               where first.Node != second.Node
                   && first.StartedAt <= second.StartedAt
                   && (first.StoppedAt is null || first.StoppedAt > second.StartedAt)
               select (first, second),
        ];
    }
}
