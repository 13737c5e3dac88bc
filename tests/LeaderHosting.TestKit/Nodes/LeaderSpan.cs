namespace LeaderHosting.TestKit;

/// <summary>A time in which a node's polls of <c>IsLeader</c> were true.</summary>
/// <param name="Node">The node.</param>
/// <param name="FirstTrue">When the first of them had been made: <c>Stopwatch.GetTimestamp()</c>.</param>
/// <param name="LastTrue">When the last of them was made; <see langword="null"/> while they go on.</param>
public sealed record LeaderSpan(string Node, long FirstTrue, long? LastTrue)
{
    /// <summary>The spans of a polling node.</summary>
    public static IReadOnlyList<LeaderSpan> Of(string node, IEnumerable<NodeEvent> events)
    {
        var spans = new List<LeaderSpan>();
        foreach (var e in events.Where(static e => e.Kind == "LEADER"))
        {
            if (e.Arguments[0] == "true")
            {
                spans.Add(new LeaderSpan(node, e.At, null));
            }
            else
            {
                spans[^1] = spans[^1] with { LastTrue = e.Number(1) };
            }
        }

        return spans;
    }

    /// <summary>Pairs of spans, on different nodes, in which both saw themselves lead at some instant.</summary>
    public static IReadOnlyList<(LeaderSpan First, LeaderSpan Second)> Overlaps(IEnumerable<LeaderSpan> spans)
    {
        var ordered = spans.OrderBy(static span => span.FirstTrue).ToList();
        return
        [
            .. from first in ordered
               from second in ordered
               where first.Node != second.Node
                   && first.FirstTrue <= second.FirstTrue
                   && (first.LastTrue is null || first.LastTrue >= second.FirstTrue)
               select (first, second),
        ];
    }
}
